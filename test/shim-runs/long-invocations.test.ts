import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { DeckOptions } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import { exited } from '../../src/outcome.ts';
import { contentOf } from '../cassette/content.ts';
import { needs } from '../support/needs.ts';
import { type Ran, Shims } from '../support/shims.ts';
import { TempFolder } from '../support/tape.ts';

/** Bytes of a word; execve(2) takes none of 128 KiB or more. */
const LONG = 131_000;

/** A quarter of the stack is for words and variables, 6 MiB at most (execve(2)). */
const ROOM = 'ulimit -s 65536';

/** So many long words, each beginning with its number. */
const words = (count: number): string =>
  `for i in {1..${count}}; do printf -v word '%s%0*d' $i $((${LONG} - \${#i})) 0; words+=("$word"); done`;

const TEN_THOUSAND = 'for i in {1..10000}; do export "VARIABLE_$i=value $i"; done';

needs('gcc')('a shim that is invoked with', () => {
  let shims: Shims;
  let folder: TempFolder;

  beforeAll(() => {
    shims = new Shims().link('tells');
    shims.program('tells', 'echo $# ${#1} ${#16}, $VARIABLE_1, $VARIABLE_10000; env | grep -c ^VARIABLE_');
  });
  afterAll(() => shims[Symbol.dispose]());
  beforeEach(() => void (folder = new TempFolder()));
  afterEach(() => folder[Symbol.dispose]());

  async function run(line: string, options: DeckOptions): Promise<Ran> {
    await using deck = await openDeck({ shim: [{ path: shims.socket }], ...options });
    const ran = await shims.bash(`${ROOM}; ${line}`);
    await deck.close();
    return ran;
  }

  it('2 MB of words and 10,000 variables at once is recorded, played and passed through', async () => {
    const line = `${words(16)}; ${TEN_THOUSAND}; tells "\${words[@]}"`;
    const cassette = folder.file('x.cassette');
    const forwardEnv = ['VARIABLE_1', 'VARIABLE_10000'];
    const told: Ran = {
      stdout: `16 ${LONG} ${LONG}, value 1, value 10000\n10000\n`,
      stderr: '',
      outcome: exited(0),
    };
    const upstream = { url: 'original:' };
    expect(await run(line, { mode: 'all', cassette, upstream, forwardEnv })).toEqual(told);
    const [recording] = contentOf(cassette).recordings;
    const asked = recording?.head.asked;
    const argv = asked?.kind === 'argv' ? asked.argv : [];
    expect(argv.map((word) => word.length)).toEqual([5, ...Array<number>(16).fill(LONG)]);
    expect(recording?.head.env.map(([name]) => name)).toEqual(forwardEnv);

    expect(
      await run(line, { mode: 'none', cassette, match: forwardEnv.map((name) => `env:${name}` as const) }),
    ).toEqual(told);
    expect(await run(line, { mode: 'none', miss: 'passthrough' })).toEqual(told);
  });

  it('more than the deck takes says so, and nothing is run', async () => {
    const ran = await run(`${words(40)}; tells "\${words[@]}"`, { mode: 'none', miss: 'passthrough' });
    expect(ran).toEqual({
      stdout: '',
      stderr: expect.stringMatching(
        /^tapehead: .*tells: its arguments and variables are longer than the deck takes\n$/,
      ) as string,
      outcome: exited(125),
    });
  });
});
