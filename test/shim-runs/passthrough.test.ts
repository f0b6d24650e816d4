import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from 'vitest';
import type { AnsweredCall } from '../../src/calls.ts';
import { summary } from '../../src/cli/summary.ts';
import { openDeck } from '../../src/deck.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import { exited } from '../../src/outcome.ts';
import type { Deck } from '../../src/running-deck.ts';
import { TestClient } from '../support/client.ts';
import { needs } from '../support/needs.ts';
import { Shims } from '../support/shims.ts';
import { invocation, TempFolder } from '../support/tape.ts';

needs('gcc')('passthrough', () => {
  let shims: Shims;
  let folder: TempFolder;
  const answered: AnsweredCall[] = [];

  beforeAll(() => {
    shims = new Shims();
    shims.link('asks', 'tells-its-pid', 'not-there', 'not-executable', 'reads-all', 'counts');
    shims.program('asks', 'read -r name && echo "hello $name"');
    shims.program('tells-its-pid', 'echo $$ $PPID "$@"');
    shims.program('not-executable', 'exit 0', 0o644);
    shims.program('reads-all', 'cat; exit 4');
    shims.program('counts', 'wc -c');
  });
  afterAll(() => shims[Symbol.dispose]());

  beforeEach(() => {
    folder = new TempFolder();
    answered.length = 0;
  });
  afterEach(() => folder[Symbol.dispose]());

  const log = { asked: () => undefined, answered: (call: AnsweredCall) => void answered.push(call) };
  const open = (options: DeckOptions = {}): Promise<Deck> =>
    openDeck({ mode: 'none', miss: 'passthrough', shim: [{ path: shims.socket }], log, ...options });

  it('has the original take the place of the shim: same pid, parent and stdin', async () => {
    await using deck = await open();
    const { stdout } = await shims.bash(
      `bash -c 'echo $$ $PPID; exec tells-its-pid "two words"' & wait; echo hosts | { asks; }`,
    );
    const [before, after, ...rest] = stdout.split('\n');
    expect(after).toBe(`${before} two words`);
    expect(rest).toEqual(['hello hosts', '']);
    expect((await deck.close()).passedThrough).toBe(2);
  });

  it('is what the log, the report and the summary say', async () => {
    await using deck = await open();
    expect((await shims.bash('reads-all', { input: 'x' })).outcome).toEqual(exited(4));
    const report = await deck.close();
    expect(answered).toMatchObject([
      { door: 'shim', provenance: { from: 'passthrough' }, outcome: undefined },
    ]);
    expect(report).toMatchObject({
      calls: 1,
      passedThrough: 1,
      counts: { misses: 0, troubles: 0, failures: 0 },
    });
    expect(summary(report)).toContain('1 passed through');
  });

  it('leaves stdin to those who come after, as the original does', async () => {
    await using _ = await open();
    const loop = 'while read -r host; do tells-its-pid "$host" | cut -d" " -f3; done';
    expect((await shims.bash(loop, { input: 'one\ntwo\nthree\n' })).stdout).toBe('one\ntwo\nthree\n');
  });

  it('gives back the stdin that was drawn to find out that no recording fits', async () => {
    const cassette = folder.file('x.cassette');
    {
      await using deck = await openDeck({
        mode: 'all',
        cassette,
        upstream: { url: 'original:' },
        shim: [{ path: shims.socket }],
      });
      await shims.bash('printf "Ada\\n" | asks');
      await deck.close();
    }
    await using deck = await open({ cassettes: [cassette] });
    expect((await shims.bash('printf "Ada\\n" | asks')).stdout).toBe('hello Ada\n');
    expect((await shims.bash('printf "Eve\\n" | asks')).stdout).toBe('hello Eve\n');
    expect(await deck.close()).toMatchObject({ plays: 1, passedThrough: 1 });
  });

  it('cannot give back more stdin than is kept, and the miss says so', async () => {
    const cassette = folder.file('x.cassette');
    {
      await using deck = await openDeck({
        mode: 'all',
        cassette,
        upstream: { url: 'original:' },
        shim: [{ path: shims.socket }],
      });
      await shims.bash('head -c 3000000 /dev/zero | counts');
      await deck.close();
    }
    await using deck = await open({ cassettes: [cassette], stdin: 'exact' });
    const { stderr } = await shims.bash('{ head -c 2900000 /dev/zero; echo; } | counts');
    expect(stderr).toMatch(/so much of stdin had come by then that it cannot be passed through any more/);
    expect(await deck.close()).toMatchObject({ passedThrough: 0, counts: { misses: 1 } });
  });

  it.each([
    ['not-there', 127, 'no original of it was found'],
    ['not-executable', 126, 'not executable'],
  ])('ends as a shell does where the original is %s, and says so in the log', async (name, code, why) => {
    await using deck = await open();
    const { stdout, stderr, outcome } = await shims.bash(`${name} a b`);
    expect({ stdout, outcome }).toEqual({ stdout: '', outcome: exited(code) });
    expect(stderr).toMatch(new RegExp(`^tapehead: ${name}: .*${why}.*\n$`));
    await deck.close();
    expect(answered).toMatchObject([
      {
        outcome: exited(code),
        provenance: { from: 'passthrough', failure: expect.stringContaining(why) as string },
      },
    ]);
  });

  it('is not for clients of other doors: their miss says why', async () => {
    await using deck = await open();
    const client = new TestClient().eof();
    await deck.answer(invocation('asks'), client);
    expect(client.outcome).toEqual(exited(125));
    expect(client.stderr).toMatch(/^tapehead: miss: .*it cannot be passed through/);
    expect((await deck.close()).counts.misses).toBe(1);
  });
});
