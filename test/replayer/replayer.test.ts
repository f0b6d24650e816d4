import { afterEach, describe, expect, it } from 'vitest';
import { Replayer } from '../../replayer/replayer.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { systemClock } from '../../src/clock.ts';
import type { MatchingOptions, PlayingOptions } from '../../src/deck-options.ts';
import type { Invocation } from '../../src/invocation.ts';
import type { HeadSlot } from '../../src/cassette/recording.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { TestClient } from '../support/client.ts';
import { invocation, type Short, TempFolder, writeCassette } from '../support/tape.ts';

const opened: Disposable[] = [];
afterEach(() => {
  for (const one of opened.splice(0).reverse()) one[Symbol.dispose]();
});

type Recordings = readonly (Short & { tty?: boolean })[];

/** A replayer of cassettes a, b, …; asking it gives what came on stdout, or the reason of the miss. */
function replaying(cassettes: readonly Recordings[], options: MatchingOptions & PlayingOptions = {}) {
  const folder = new TempFolder();
  opened.push(folder);
  const files = cassettes.map((recordings, i) => {
    const file = CassetteFile.open(writeCassette(folder.file(`${'abc'[i]}.cassette`), recordings));
    opened.push(file);
    return file;
  });
  const replayer = new Replayer(files, options, new Secrets(), systemClock);
  const ask = async (asked: string | Invocation): Promise<string> => {
    const client = new TestClient().eof();
    const played = await replayer.play(typeof asked === 'string' ? invocation(asked) : asked, client);
    return played.kind === 'played' ? client.stdout : `miss: ${await played.why()}`;
  };
  return { replayer, ask };
}

const said = (...outputs: string[]): Recordings => outputs.map((stdout) => ({ command: 'state', stdout }));

describe('Replayer', () => {
  it('plays recordings of one key in the order recorded, then the last again', async () => {
    const { ask } = replaying([said('one', 'two')]);
    expect([await ask('state'), await ask('state'), await ask('state')]).toEqual(['one', 'two', 'two']);
  });

  it('misses past the last where nothing repeats, and says that it is exhausted', async () => {
    const { ask } = replaying([said('one')], { repeat: 'never' });
    expect(await ask('state')).toBe('one');
    expect(await ask('state')).toMatch(/state was recorded once and has been played once \(exhausted\)/);
  });

  it('begins again where they cycle', async () => {
    const { ask } = replaying([said('one', 'two')], { repeat: 'cycle' });
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await ask('state'));
    expect(answers).toEqual(['one', 'two', 'one', 'two', 'one']);
  });

  it('queues one key through all cassettes in their order', async () => {
    const { ask } = replaying([said('a1', 'a2'), said('b1')]);
    expect([await ask('state'), await ask('state'), await ask('state')]).toEqual(['a1', 'a2', 'b1']);
  });

  it('gives each origin a position of its own', async () => {
    const { ask } = replaying([said('one', 'two')]);
    const [left, right] = ['left', 'right'].map((origin) => invocation('state', { origin }));
    expect([await ask(left!), await ask(left!), await ask(right!)]).toEqual(['one', 'two', 'one']);
  });

  it('claims atomically: what is asked at once is given out once each', async () => {
    const outputs = Array.from({ length: 20 }, (_, i) => `answer ${i}`);
    const { ask } = replaying([said(...outputs)], { repeat: 'never' });
    const answers = await Promise.all(outputs.map(() => ask('state')));
    expect(answers).toEqual(outputs);
  });

  it('takes a simple shell string for its words, and drops the path of the command', async () => {
    const { ask } = replaying([[{ command: "/bin/esxcli  network 'nic'  list", stdout: 'x' }]]);
    expect(await ask('esxcli network nic list')).toBe('x');
  });

  it('tells a tty from none, unless told to ignore it', async () => {
    const recordings: Recordings = [{ command: 'ls', stdout: 'wide', tty: true }];
    const remedy = '; --tty-matching ignore plays it all the same';
    expect(await replaying([recordings]).ask('ls')).toMatch(new RegExp(`which has a tty${remedy}$`));
    const without = [{ command: 'ls', stdout: 'long' }];
    const atTerminal = invocation('ls', { withTty: true });
    expect(await replaying([without]).ask(atTerminal)).toMatch(new RegExp(`which has no tty${remedy}$`));
    expect(await replaying([recordings], { tty: 'ignore' }).ask('ls')).toBe('wide');
  });

  it('lets volatile parts have any value and length', async () => {
    const { ask } = replaying(
      [
        [
          { command: 'scp -t /tmp/terraform_12.sh', stdout: 'first' },
          { command: 'scp -t /tmp/terraform_3456.sh', stdout: 'second' },
          { command: 'scp -t /tmp/other', stdout: 'other' },
        ],
      ],
      { volatile: ['terraform_[0-9]+\\.sh'] },
    );
    expect(await ask('scp -t /tmp/terraform_999999.sh')).toBe('first');
    expect(await ask('scp -t /tmp/terraform_1.sh')).toBe('second');
    expect(await ask('scp -t /tmp/other')).toBe('other');
  });

  it('names the nearest recording of a miss and what differs first', async () => {
    const { ask } = replaying([
      [
        { command: 'esxcli network nic list', stdout: '' },
        { command: 'vmware -v', stdout: '' },
      ],
    ]);
    expect(await ask('esxcli network nic get')).toMatch(
      /^miss: esxcli network nic get was never recorded; nearest is recording 1 of .*a\.cassette, which has argument 3 list instead of get$/,
    );
    expect(await ask('esxcli network nic')).toMatch(/which has argument 3 list where none was asked$/);
    expect(await ask('esxcli network nic list -n')).toMatch(/which has no argument 4 where -n was asked$/);
    expect(await ask('nothing-like-it')).toMatch(/was never recorded, nor anything like it$/);
  });

  it('compares no more than the beginning of what was asked with each of many recordings', async () => {
    // In full this took longer than the time that a test has.
    const { ask } = replaying([
      Array.from({ length: 2_000 }, (_, i) => ({ command: `say ${i}`, stdout: '' })),
    ]);
    expect(await ask(`say ${'y '.repeat(125_000)}`)).toMatch(/nearest is recording 1 of .*a\.cassette/);
  });

  it('matches further fields where asked to, and names the one that differs', async () => {
    const recordings: Recordings = [{ command: 'id', stdout: 'root', user: 'root', origin: 'a' }];
    const { ask } = replaying([recordings], { match: ['user'] });
    expect(await ask(invocation('id', { user: 'root' }))).toBe('root');
    expect(await ask(invocation('id', { user: 'eva' }))).toMatch(/which has user "root"$/);
  });

  it('demands the order of the cassette where it is strict, but for what overlapped', async () => {
    const recordings: Recordings = [
      { command: 'first', stdout: '1', start: 0, duration: 10 },
      { command: 'second', stdout: '2', start: 20, duration: 10 },
      { command: 'beside', stdout: '3', start: 25, duration: 10 },
    ];
    const early = replaying([recordings], { order: 'strict' });
    expect(await early.ask('second')).toMatch(
      /second is out of order: recording 1 of .*, first, comes first/,
    );
    const { ask } = replaying([recordings], { order: 'strict' });
    expect([await ask('first'), await ask('beside'), await ask('second')]).toEqual(['1', '3', '2']);
    expect(await ask('first')).toMatch(/exhausted/);
  });

  it('takes any value for a redacted one, one to one within an origin', async () => {
    const slot = (id: number): { slots: Short['slots'] & object } => ({
      slots: [{ field: 'command', index: 0, offset: 10, length: 5, class: 'password', id }],
    });
    const recordings: Recordings = [
      { command: 'esxcli -p *****', stdout: 'with the first', ...slot(1) },
      { command: 'esxcli -p *****', stdout: 'with the second', ...slot(2) },
    ];
    const { ask } = replaying([recordings]);
    expect(await ask('esxcli -p anything-goes')).toBe('with the first');
    expect(await ask('esxcli -p another')).toBe('with the second');
    expect(await ask('esxcli -p anything-goes')).toBe('with the first');
    expect(await ask('esxcli -p a-third')).toMatch(/another secret/);
  });

  it('takes any value for a secret that no rule would find', async () => {
    const slots: Short['slots'] & object = [
      { field: 'command', index: 0, offset: 6, length: 10, class: 'password', id: 1 },
    ];
    const { ask } = replaying([[{ command: 'login password-1 now', stdout: 'in', slots }]]);
    expect(await ask('login hunter2 now')).toBe('in');
    expect(await ask('login hunter2 later')).toMatch(/^miss/);
    expect(await ask('login hunter3 now')).toMatch(/another secret/);
  });

  it('holds against each slot what stands there, whatever else looks like a secret', async () => {
    const slots: Short['slots'] & object = [
      { field: 'command', index: 0, offset: 18, length: 6, class: 'password', id: 1 },
    ];
    const { ask } = replaying([
      [
        {
          command: 'esxcli -p ****** x',
          stdout: '',
          slots: [{ ...(slots[0] as HeadSlot), offset: 10, id: 2 }],
        },
        { command: 'login -n operator ****** now', stdout: 'in', slots },
      ],
    ]);
    // From here on `operator` is a secret of the client's, which is no reason to take it for the other one.
    await ask('esxcli -p operator x');
    expect(await ask('login -n operator hunter2 now')).toBe('in');
    expect(await ask('login -n operator hunter3 now')).toMatch(/another secret/);
    expect(await ask('login -n operator hunter2 now')).toBe('in');
  });

  it('is not misled by a secret that is also a word of commands', async () => {
    const slots: Short['slots'] & object = [
      { field: 'command', index: 0, offset: 10, length: 6, class: 'password', id: 1 },
    ];
    const { ask } = replaying(
      [
        [
          { command: 'esxcli -p ****** system', stdout: 'in', slots },
          { command: 'esxcli network list', stdout: 'networks' },
          { command: 'esxcli storage list', stdout: 'storage' },
          { command: 'rm /tmp/network-17', stdout: 'removed' },
        ],
      ],
      { volatile: ['-[0-9]+'] },
    );
    expect(await ask('esxcli -p network system')).toBe('in');
    expect(await ask('esxcli network list')).toBe('networks');
    expect(await ask('rm /tmp/network-4')).toBe('removed');
    expect(await ask('esxcli -p network system')).toBe('in');
    await ask('esxcli -p storage system');
    expect(await ask('esxcli storage list')).toBe('storage');
    expect(await ask('esxcli network list')).toBe('networks');
  });

  it('tells what nobody asked for', async () => {
    const { ask, replayer } = replaying([said('one', 'two'), [{ command: 'other', stdout: '' }]]);
    await ask('state');
    expect(replayer.played).toBe(1);
    expect(replayer.unplayed().map(({ index }) => index)).toEqual([1, 0]);
  });

  it('names nothing in a miss that could do something to a terminal', async () => {
    const { ask } = replaying([[{ command: 'rm \x1b[2J \xc2\x9bx', stdout: '' }]]);
    const reason = await ask('rm \x1b[3J');
    expect(reason).toContain('\\x1b[2J');
    expect(reason).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  });

  it('lets others play while it looks for what came nearest to a miss', async () => {
    const many = Array.from({ length: 2_000 }, (_, i) => ({ command: `state ${i}`, stdout: 'x' }));
    const { ask } = replaying([[...many, ...said('one')]]);
    const order: string[] = [];
    const missing = ask('state none').then(() => order.push('miss'));
    await ask('state').then(() => order.push('hit'));
    await missing;
    expect(order).toEqual(['hit', 'miss']);
  });

  it('gives each secret of a dialogue one value within an origin', async () => {
    const slot = { offset: 0, length: 3, class: 'password', id: 1 };
    const dialogue = (stdout: string): Short => ({
      command: 'passwd',
      stdout: '',
      events: [
        { type: 'stdin', bytes: Buffer.from('***\n'), at: 2, slots: [slot] },
        { type: 'stdout', bytes: Buffer.from(stdout), at: 3 },
      ],
    });
    const { replayer } = replaying([[dialogue('first'), dialogue('second')]]);
    const play = async (password: string): Promise<string> => {
      const client = new TestClient().type(`${password}\n`).eof();
      const played = await replayer.play(invocation('passwd'), client);
      return played.kind === 'played' ? client.stdout : played.kind;
    };
    expect([await play('dummy'), await play('other'), await play('dummy')]).toEqual([
      'first',
      'miss',
      'second',
    ]);
  });

  it('gives an untouched client back with a miss that nothing went out before', async () => {
    const events: Short['events'] & object = [{ type: 'stdin', bytes: Buffer.from('x\n'), at: 2 }];
    const { replayer } = replaying([[{ command: 'cat', stdout: '', events }]]);
    const client = new TestClient().type('y\n').eof();
    const played = await replayer.play(invocation('cat'), client);
    expect(played).toMatchObject({ kind: 'miss', sent: 0 });
    const typed = [];
    if (played.kind === 'miss' && played.untouched)
      for await (const event of played.untouched.stdin) typed.push(event.type);
    expect(typed).toEqual(['stdin', 'eof']);
  });
});
