import { writeFileSync } from 'node:fs';
import type { Client, ConnectConfig } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnsweredCall } from '../../src/calls.ts';
import { openDeck } from '../../src/deck.ts';
import type { FaultSpec } from '../../src/hooks/faults/spec.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { exited } from '../../src/outcome.ts';
import type { Deck } from '../../src/running-deck.ts';
import type { Stdio } from '../../src/stdio.ts';
import { connect } from '../doors/ssh/clients.ts';
import { faulted, NotingClock, onStderr } from '../hooks/faults/a-fault.ts';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { needs } from '../support/needs.ts';
import { invocation, TempFolder } from '../support/tape.ts';
import { ANSWERED_BY, BothDoors, DOORS, type Seen } from './both-doors.ts';

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

const SAID = { stdout: 'vmnic0 Up äöü €\nvmnic1 Down\n', stderr: 'a warning\n' };
const ALL: Seen = { stdout: latin1(SAID.stdout), stderr: SAID.stderr, end: exited(0) };
const KILLED = { kind: 'signalled', name: 'KILL', core: false } as const;

/** What the same fault makes of stderr where nothing stands in between. */
async function corrupted(fault: FaultSpec): Promise<string> {
  const { stdio, client } = faulted(fault, new TestClient(), { place: 'hook-1/0/0' });
  await stdio.send(onStderr(SAID.stderr));
  return client.bytes('stderr').toString('latin1');
}

/** What is seen where a fault is in the way; and how long it took, where that is not nothing. */
const FAULTS: readonly [fault: FaultSpec | readonly FaultSpec[], seen: Partial<Seen>, waited?: number][] = [
  [{ latency: '250ms' }, {}, 250],
  [{ trickle: '1 kB/s' }, {}, 43],
  [{ truncate: { stream: 'stdout', after: 9 } }, { stdout: 'vmnic0 Up' }],
  [
    { truncate: { stream: 'stdout', after: 9 }, then: { signal: 'KILL' } },
    { stdout: 'vmnic0 Up', end: KILLED },
  ],
  [{ truncate: { stream: 'stdout', after: 8, inside: 'character' } }, { stdout: 'vmnic0 Up \xc3' }],
  [{ cut: { stream: 'stdout' } }, {}, 10],
  [{ duplicate: { stream: 'stderr', chance: 1 } }, { stderr: 'aa  wwaarrnniinngg\n\n' }],
  [{ corrupt: { stream: 'stderr', chance: 0.2 }, seed: 5 }, {}],
  [
    { flood: { stream: 'stderr', bytes: 35 } },
    { stderr: `tapehead: noise that a fault makes\n${ALL.stderr}` },
  ],
  [{ exit: 3 }, { end: exited(3) }],
  [{ signal: 'KILL' }, { end: KILLED }],
  [{ status: 'none' }, { end: 'no status' }],
  [{ drop: { after: 19 } }, { stdout: 'vmnic0 Up', end: 'lost' }],
  [{ stdin: 'unread' }, {}],
  [
    [{ exit: 3 }, { truncate: { stream: 'stdout', after: 6 } }, { exit: 4 }],
    { stdout: 'vmnic0', end: exited(4) },
  ],
];

const hook = (fault: FaultSpec | readonly FaultSpec[], when: HookSpec['when'] = 'before'): HookSpec => ({
  when,
  match: { target: 'says' },
  do: { fault },
});

function loginOf({ ready }: Deck): ConnectConfig {
  const [door] = ready.ssh;
  if (!door?.password) throw new Error('the deck has no SSH door');
  const { host, port, password } = door;
  return { host, port, username: 'root', password };
}

/** By which signal `says` has ended, for a client of SSH who sends one. */
const killedBy = (name: string, client: Client): Promise<unknown> =>
  new Promise((resolve, reject) => {
    client.exec('says', (error, channel) => {
      if (error) return reject(error);
      channel.on('exit', (_code: unknown, signal: unknown) => resolve(signal));
      channel.resume();
      channel.signal(name);
    });
  });

needs('gcc')('faults', () => {
  let both: BothDoors;
  beforeAll(() => void (both = new BothDoors(SAID)));
  afterAll(() => both[Symbol.dispose]());

  describe.each(ANSWERED_BY)('in an answer by %s', (by) => {
    it.each(FAULTS)('%j', async (fault, expected, waits = 0) => {
      for (const when of ['before', 'after'] as const) {
        if (when === 'after' && 'stdin' in fault) continue;
        for (const door of DOORS) {
          const clock = new NotingClock();
          await using deck = await both.open(by, [hook(fault, when)], { clock });
          const seen = await both.ask(deck, door);
          const stderr = 'corrupt' in fault ? { stderr: await corrupted(fault) } : {};
          expect({ when, door, ...seen }).toEqual({ when, door, ...ALL, ...expected, ...stderr });
          const waited = clock.waits.reduce((sum, ms) => sum + ms, 0);
          expect(Math.round(waited)).toBe(waits);
        }
      }
    });

    it.each(DOORS)('is refused by %s', async (door) => {
      await using deck = await both.open(by, [hook({ refuse: 'execution' })]);
      expect(await both.ask(deck, door)).toEqual({ stdout: '', stderr: '', end: 'refused' });
    });

    it.each<FaultSpec>([{ hang: true }, { hang: { after: 5 } }])(
      'is killed by a signal where it hangs: %j',
      async (fault) => {
        const started = both.shims.file('started');
        const log = { asked: () => writeFileSync(started, ''), answered: () => undefined };
        {
          await using _ = await both.open(by, [hook(fault)], { log });
          const line =
            'rm -f started; says >out & until [ -e started ]; do :; done; kill -TERM $!; wait $!; echo $?';
          expect((await both.shims.bash(line)).stdout).toBe('143\n');
        }
        await using deck = await both.open(by, [hook(fault)]);
        await using client = await connect(loginOf(deck));
        expect(await killedBy('TERM', client)).toBe('SIGTERM');
      },
    );
  });

  it('fail so many times, and then it works', async () => {
    await using deck = await both.open('an upstream', [
      { ...hook({ exit: 1 }), name: 'fails twice', times: 2 },
    ]);
    const ends = [];
    for (let i = 0; i < 4; i++) ends.push((await both.ask(deck, 'shim')).end);
    expect(ends).toEqual([exited(1), exited(1), exited(0), exited(0)]);
  });

  it('leave stdin unread, whatever whoever answers does', async () => {
    const reads = async (stdio: Stdio) => {
      for await (const event of stdio.stdin) if (event.type === 'eof') break;
      return { outcome: exited(0), notes: [] };
    };
    const hooks: HookSpec[] = [{ when: 'before', do: { fault: { stdin: 'unread' } } }];
    await using deck = await openDeck({ mode: 'none', upstream: new FakeUpstream(() => reads), hooks });
    const client = new TestClient().type('x').eof();
    const answered = deck.answer(invocation('cat'), client);
    await client.startedOnce;
    client.leave();
    await answered;
    expect(client.drawn).toBe(0);
  });

  it('are no part of what is taped', async () => {
    using folder = new TempFolder();
    const cassette = folder.file('x.cassette');
    const hooks: HookSpec[] = [
      { when: 'before', do: { fault: [{ truncate: { stream: 'stdout', after: 2 } }, { exit: 9 }] } },
      { when: 'after', do: { rewrite: { stream: 'stdout', text: 'w', with: 'W' } } },
    ];
    const upstream = new FakeUpstream(() => ({ stdout: 'whole' }));
    {
      await using deck = await openDeck({ mode: 'all', cassette, upstream, hooks });
      const client = new TestClient().eof();
      await deck.answer(invocation('says'), client);
      expect([client.stdout, client.outcome]).toEqual(['Wh', exited(9)]);
      await deck.close();
    }
    await using deck = await openDeck({ mode: 'none', cassette });
    const client = new TestClient().eof();
    await deck.answer(invocation('says'), client);
    expect([client.stdout, client.outcome]).toEqual(['whole', exited(0)]);
  });

  it('are told of in the log: what the client was told, by which hooks', async () => {
    const calls: AnsweredCall[] = [];
    const log = { asked: () => undefined, answered: (call: AnsweredCall) => void calls.push(call) };
    const hooks: HookSpec[] = [
      { name: 'exits', when: 'after', match: { args: ['a'] }, do: { fault: { exit: 9 } } },
      { name: 'refuses', when: 'before', match: { args: ['b'] }, do: { fault: { refuse: 'execution' } } },
    ];
    const upstream = new FakeUpstream(() => ({ stdout: 'x' }));
    await using deck = await openDeck({ mode: 'none', upstream, hooks, log });
    for (const asked of ['says a', 'says b', 'says c'])
      await deck.answer(invocation(asked), new TestClient().eof());
    expect(calls).toMatchObject([
      { provenance: { from: 'upstream' }, hooks: ['exits'], outcome: exited(9) },
      { provenance: { from: 'fault', hook: 'refuses' }, hooks: ['refuses'], outcome: { kind: 'refused' } },
      { provenance: { from: 'upstream' }, hooks: [], outcome: exited(0) },
    ]);
  });
});
