import { describe, expect, it, onTestFinished } from 'vitest';
import type { ImageFile } from '../../src/caller.ts';
import type { AnsweredCall } from '../../src/calls.ts';
import { systemClock, type Clock } from '../../src/clock.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import { LONGEST_IMAGE_DATA } from '../../src/image/image-data.ts';
import type { Deck } from '../../src/running-deck.ts';
import { invocation, TempFolder, writeCassette } from '../support/tape.ts';
import { clientOf } from '../control/client.ts';
import { TestClient } from '../support/client.ts';
import { Container, imageJson, mocking, withManifest } from './an-image.ts';

const calls: AnsweredCall[] = [];

async function aDeck(options: DeckOptions = {}, clock: Clock = systemClock): Promise<Deck> {
  calls.length = 0;
  const log = { asked: () => undefined, answered: (call: AnsweredCall) => void calls.push(call) };
  const deck = await openDeck({ mode: 'none', hooks: [], log, ...options }, clock);
  onTestFinished(() => deck[Symbol.asyncDispose]());
  return deck;
}

describe('hooks that an image brings along', () => {
  it('are for the origins that run in it, whatever door they come by, and for nobody else', async () => {
    const deck = await aDeck();
    const esx = new Container(deck, 'esx-1', withManifest({ hooks: [mocking('esxcli', 'of esx')] }));
    const lin = new Container(deck, 'lin-1', withManifest({ hooks: [mocking('ip', 'of lin')] }));
    expect(await esx.says('/bin/esxcli')).toBe('of esx');
    expect(await lin.says('/bin/ip')).toBe('of lin');
    expect(await lin.says('/bin/esxcli')).toMatch(/^tapehead: miss: .* 125$/s);
    expect(await esx.says('/bin/ip')).toMatch(/^tapehead: miss: .* 125$/s);
    const overSsh = async (origin: string): Promise<string> => {
      const client = new TestClient().eof();
      await deck.answer(invocation('esxcli', { origin }), client);
      return client.stdout;
    };
    expect([await overSsh('esx-1'), await overSsh('lin-1'), await overSsh('another')]).toEqual([
      'of esx',
      '',
      '',
    ]);
    expect(calls.map(({ provenance }) => ('hook' in provenance ? provenance.hook : provenance.from))).toEqual(
      [...['esx:hooks[0]', 'esx:hooks[0]', 'miss', 'miss', 'esx:hooks[0]', 'miss', 'miss']],
    );
  });

  it('have their turn behind the deck’s, and see an answer before them', async () => {
    const replace = (pattern: string, text: string) => ({
      do: { rewrite: { stream: 'stdout', pattern, with: text } },
    });
    const hooks = [
      { name: 'test before', when: 'before' as const, do: { log: 'x' } },
      {
        name: 'test after',
        when: 'after' as const,
        do: { rewrite: { stream: 'stdout' as const, pattern: 'B', with: 'C' } },
      },
    ];
    const deck = await aDeck({ hooks });
    const container = new Container(
      deck,
      'esx',
      withManifest({
        transforms: [{ name: 'image transform', ...replace('A', 'B') }],
        hooks: [
          { name: 'image after', when: 'after', ...replace('B', 'B!') },
          { name: 'image before', when: 'before', do: { mock: { stdout: 'A' } } },
        ],
      }),
    );
    expect(await container.says('esxcli')).toBe('C!');
    expect(calls[0]?.hooks).toEqual([
      'test before',
      'image before',
      'test after',
      'image after',
      'image transform',
    ]);
  });

  it('are not there where the deck has one of that name', async () => {
    const deck = await aDeck();
    const container = new Container(
      deck,
      'esx',
      withManifest({ hooks: [mocking('x', 'image', { name: 'x' })] }),
    );
    expect(await container.says('x')).toBe('image');
    using _ = deck.hook('x', { mock: { stdout: 'test' } }, { name: 'x' });
    expect(await container.says('x')).toBe('test');
  });

  it('count for each origin by itself, and anew after a reset of it', async () => {
    const deck = await aDeck({ control: { port: 0 } });
    const data = withManifest({ hooks: [mocking('x', 'once', { times: 1 })] });
    const [one, two] = [new Container(deck, 'one', data), new Container(deck, 'two', data)];
    expect(await one.says('x')).toBe('once');
    expect(await two.says('x')).toBe('once');
    expect(await one.says('x')).toContain('has had its one turn');
    const { control } = deck.ready;
    if (!control) throw new Error('the deck has no control API');
    await clientOf(control)('POST', '/v1/reset', { origin: 'one' });
    expect(await one.says('x')).toBe('once');
    expect(await two.says('x')).toContain('has had its one turn');
    expect([one.asked, two.asked]).toEqual([2, 1]);
  });

  it('run programs and originals only where that is allowed', async () => {
    for (const action of [{ run: { argv: ['true'] } }, { passthrough: true }]) {
      const data = withManifest({ hooks: [{ match: { target: 'x' }, do: action }] });
      const refused = await new Container(await aDeck(), 'esx', data).says('other');
      expect(refused).toMatch(
        /^tapehead: manifest\.hooks\[0\]\.do\.(run|passthrough): it runs .* not allowed/,
      );
      expect(refused).toContain('try: --allow-run');
      expect(calls[0]?.provenance).toMatchObject({ from: 'trouble', code: 'NOT_ALLOWED' });
      expect(await new Container(await aDeck({ allowRun: true }), 'esx', data).says('other')).toContain(
        'miss: ',
      );
      const open = { allowRun: true, ssh: [{ port: 0, auth: { kind: 'none' as const } }] };
      expect(await new Container(await aDeck(open), 'esx', data).says('x')).toContain(
        'without authentication',
      );
    }
  });
});

describe('what else an image brings along', () => {
  it('is how its recordings are found, with what the deck says of it, and for nobody else', async () => {
    using folder = new TempFolder();
    const cassette = writeCassette(folder.file('x.cassette'), [
      { command: 'tool job-1 run-1', stdout: 'played' },
    ]);
    const deck = await aDeck({ cassettes: [cassette], volatile: ['job-[0-9]+'] });
    const container = new Container(deck, 'esx', withManifest({ matching: { volatile: ['run-[0-9]+'] } }));
    const plain = new Container(deck, 'plain', imageJson());
    expect(await container.says('tool', 'job-7', 'run-7')).toBe('played');
    expect(await plain.says('tool', 'job-7', 'run-7')).toContain('argument 2 run-1 instead of run-7');
    expect(await plain.says('tool', 'job-7', 'run-1')).toBe('played');
  });

  it('is what is left out of the log and of the calls, and is reported all the same', async () => {
    const deck = await aDeck();
    const interposed = [
      { path: ['date', '/opt/**'], log: false },
      { path: '/opt/loud', log: true },
    ];
    const data = imageJson({ interposed, manifest: { version: 1, hooks: [mocking('date', 'now')] } });
    const container = new Container(deck, 'esx', data);
    expect(await container.says('/bin/date')).toBe('now');
    for (const path of ['/opt/quiet', '/opt/loud', '/bin/other']) await container.run(path);
    const told = (call: AnsweredCall): string =>
      'argv' in call.asked ? Buffer.from(call.asked.argv[0] ?? []).toString() : '';
    expect(calls.map(told)).toEqual(['/opt/loud', '/bin/other']);
    expect(deck.calls()).toHaveLength(2);
    const report = await deck.close();
    expect(report).toMatchObject({ calls: 4, hooked: 1, counts: { misses: 3 } });
  });

  it('is what becomes of a miss, where that is allowed, and the deck says nothing else', async () => {
    const interposed = [
      { path: '/bin/*', miss: 'passthrough' as const },
      { path: 'rm', miss: 'fail' as const },
    ];
    const runs = async (options: DeckOptions): Promise<string[]> => {
      const container = new Container(await aDeck(options), 'esx', imageJson({ interposed }));
      return [
        await container.passes('/bin/ls'),
        await container.passes('/bin/rm'),
        await container.passes('/opt/x'),
      ];
    };
    expect(await runs({ allowRun: true })).toEqual(['passed', 'answered', 'answered']);
    expect(await runs({ miss: 'passthrough' })).toEqual(['passed', 'passed', 'passed']);
    expect(await runs({ allowRun: true, miss: 'fail' })).toEqual(['answered', 'answered', 'answered']);
    expect(await runs({})).toEqual(['answered', 'answered', 'answered']);
    const refused = await new Container(await aDeck(), 'esx', imageJson({ interposed })).says('/bin/ls');
    expect(refused).toContain('its image may not pass it through: allow it with --allow-run');
  });
});

describe('an image', () => {
  it('is asked for once by an origin, however many of it call at once, and made once for all that have the same', async () => {
    const deck = await aDeck();
    const data = withManifest({
      hooks: [mocking('x', '${origin}', { match: { target: 'x', origin: { pattern: '(?<origin>.*)' } } })],
    });
    const origins = Array.from({ length: 100 }, (_, i) => new Container(deck, `esx-${i}`, Buffer.from(data)));
    const said = await Promise.all(
      origins.flatMap((one) => Array.from({ length: 20 }, async () => [one.origin, await one.says('x')])),
    );
    expect(said.filter(([origin, text]) => origin !== text)).toEqual([]);
    expect(origins.filter(({ asked }) => asked !== 1)).toEqual([]);
  });

  it('is asked for again where whoever was asked went away, which nobody else waits for', async () => {
    const deck = await aDeck();
    const data = withManifest({ hooks: [mocking('x', 'out')] });
    const answers: ((file: ImageFile | undefined) => void)[] = [];
    const container = new Container(deck, 'esx', () => new Promise((resolve) => answers.push(resolve)));
    const running = ['one', 'two', 'three', 'four'].map((word) => container.says('x', word));
    expect(answers).toHaveLength(1);
    answers[0]?.(undefined);
    expect(await running[0]).toBe('');
    expect(answers).toHaveLength(2);
    answers[1]?.(undefined);
    expect(await running[1]).toBe('');
    answers[2]?.({ size: data.length, bytes: data });
    expect(await Promise.all(running.slice(2))).toEqual(['out', 'out']);
    expect(calls).toHaveLength(2);
  });

  it('that does not come in a minute fails that call, and the next one is asked', async () => {
    const waits: (() => void)[] = [];
    const clock = { ...systemClock, wait: () => new Promise<void>((resolve) => waits.push(resolve)) };
    const deck = await aDeck({}, clock);
    const data = withManifest({ hooks: [mocking('x', 'out')] });
    const file = { size: data.length, bytes: data };
    let asked = 0;
    const container = new Container(deck, 'esx', () =>
      asked++ === 0 ? new Promise(() => undefined) : Promise.resolve(file),
    );
    const [first, second] = [container.says('x'), container.says('x')];
    waits[0]?.();
    expect(await first).toMatch(
      /^tapehead: what the image brings along .* did not come in 60 s\ntry: .* 125$/s,
    );
    expect(await second).toBe('out');
  });

  it('with which something is wrong fails the calls of its origin with the reason, and no others', async () => {
    const deck = await aDeck();
    const good = new Container(deck, 'good', withManifest({ hooks: [mocking('x', 'out')] }));
    const wrong: [string, Buffer, string][] = [
      ['empty', Buffer.alloc(0), 'is no JSON'],
      ['bytes', Buffer.from([0xff, 0xfe]), 'is no UTF-8'],
      ['cut', imageJson().subarray(0, 10), 'is no JSON'],
      ['null', Buffer.from('null'), 'image data: this must be a map, not nothing'],
      ['format', imageJson({ format: 2 as never }), 'format must be 1, not 2'],
      ['keys', imageJson({ nmae: 'x' }), 'nmae: unknown key "nmae" in image data; did you mean name?'],
      ['env', withManifest({ env: ['A'] }), 'manifest.env: unknown key "env"'],
      [
        'match',
        withManifest({ matching: { match: ['cwd'] } }),
        'manifest.matching.match: unknown key "match"',
      ],
      ['hook', withManifest({ hooks: [{ do: { mok: {} } }] }), 'manifest.hooks[0]'],
      [
        'file',
        withManifest({ hooks: [{ do: { mock: { stdout: { file: '/etc/passwd' } } } }] }),
        'comes from no file',
      ],
      [
        'twice',
        withManifest({ hooks: [mocking('x', '', { name: 'a' }), mocking('y', '', { name: 'a' })] }),
        'a hook named "a" already',
      ],
      ['pattern', withManifest({ matching: { volatile: ['(?=x)'] } }), 'manifest.matching.volatile[0]'],
      ['proto', Buffer.from('{"format":1,"tapehead":"1","name":"x","__proto__":{"x":1}}'), '__proto__'],
    ];
    for (const [origin, data, why] of wrong) {
      const container = new Container(deck, origin, data);
      const said = await container.says('x');
      expect(said, origin).toContain('tapehead: what the image brings along (/.tapehead/image.json)');
      expect(said, origin).toContain(why);
      expect(said, origin).toMatch(/try: rebuild the image .* 125$/s);
      expect(await container.says('x'), origin).toBe(said);
      expect(container.asked).toBe(1);
      expect(await good.says('x')).toBe('out');
      // Nor who has that origin, and runs in no image.
      const client = new TestClient().eof();
      await deck.answer(invocation('x', { origin }), client);
      expect(client.stderr).toBe('tapehead: miss: nothing can answer\n');
    }
    const report = await deck.close();
    expect(report.counts).toMatchObject({ misses: wrong.length, troubles: 2 * wrong.length });
    expect(calls[0]?.provenance).toMatchObject({ from: 'trouble', code: 'BAD_IMAGE' });
  });

  it('that is too long, or may not be read, says so', async () => {
    const deck = await aDeck();
    for (const [size, why] of [
      [LONGEST_IMAGE_DATA + 1, 'has 4194300 bytes, and 4194299 are the most'],
      [100, 'could not be read in the container'],
      [0xffffffff, 'could not be read in the container'],
    ] as const) {
      const container = new Container(deck, `esx-${size}`, () =>
        Promise.resolve({ size, bytes: Buffer.alloc(0) }),
      );
      expect(await container.says('x')).toContain(why);
    }
  });

  it('is read though it has thousands of hooks, and patterns that take long', async () => {
    const deck = await aDeck();
    const hooks = Array.from({ length: 4_000 }, (_, i) => mocking(`tool-${i}`, `${i}`, { name: `h${i}` }));
    const interposed = Array.from({ length: 2_000 }, (_, i) => ({
      path: `/opt/${'*a'.repeat(20)}${i}`,
      log: false,
    }));
    const container = new Container(deck, 'esx', imageJson({ manifest: { version: 1, hooks }, interposed }));
    expect(await container.says('tool-3999')).toBe('3999');
  });

  it('that would keep the deck busy is refused at once', async () => {
    const deck = await aDeck();
    const many = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
    for (const [data, why] of [
      [
        withManifest({ hooks: many(5_001).map(() => mocking('x', '')) }),
        'manifest.hooks: hooks has more than 5000',
      ],
      [imageJson(Object.fromEntries(many(300_000).map((i) => [`k${i}`, i]))), 'has more than 50000 values'],
      [Buffer.from(`{"a":${'['.repeat(2_000_000)}`), 'has more than 50000 values'],
      [imageJson({ name: ','.repeat(100_000) }), 'name has more than 200 characters'],
      [imageJson({ name: `\\",${','.repeat(100_000)}` }), 'name has more than 200 characters'],
    ] as const) {
      expect(await new Container(deck, why.replaceAll(/\W/g, '') + data.length, data).says('x')).toContain(
        why,
      );
    }
  });
});
