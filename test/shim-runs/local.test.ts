import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { openDeck } from '../../src/deck.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import { exited } from '../../src/outcome.ts';
import type { Report } from '../../src/report.ts';
import { needs } from '../support/needs.ts';
import { type Ran, Shims } from '../support/shims.ts';
import { TempFolder } from '../support/tape.ts';

needs('gcc')('local: behind a shim', () => {
  let shims: Shims;

  beforeAll(() => {
    shims = new Shims();
    shims.link('says', 'only-a-shim', 'not-there', 'goes-on');
    shims.program('goes-on', 'while echo y; do :; done');
    shims.program('says', 'echo "original $*"; exit 3');
  });
  afterAll(() => shims[Symbol.dispose]());
  afterEach(() => void vi.unstubAllEnvs());

  /** A deck that was itself started with the shims first on its PATH, and with a socket that it may find. */
  async function ran(line: string, options: DeckOptions = {}): Promise<{ ran: Ran; report: Report }> {
    for (const [name, value] of Object.entries(shims.env)) vi.stubEnv(name, value);
    await using deck = await openDeck({
      upstream: { url: 'local:' },
      shim: [{ path: shims.socket }],
      ...options,
    });
    return { ran: await shims.bash(line), report: await deck.close() };
  }

  it.each([
    ['a name', 'says'],
    ['a path from the folder of the caller', 'cd links && ./says'],
    ['an absolute path', '$PWD/links/says'],
  ])('executes the original of %s, and never the shim', async (_what, name) => {
    const { ran: seen, report } = await ran(`${name} one "two words"`);
    expect(seen).toEqual({ stdout: 'original one two words\n', stderr: '', outcome: exited(3) });
    expect(report.calls).toBe(1);
  });

  it('tapes no refusal of that, whose paths are of this machine, even where failures are wanted', async () => {
    using folder = new TempFolder();
    const cassette = folder.file('x.cassette');
    const { report } = await ran('only-a-shim', { mode: 'all', cassette, tapeFailures: true });
    expect(report).toMatchObject({ recorded: 0, counts: { failures: 1 } });
  });

  it('ends what goes on for ever when nobody reads its shim, and plays that', async () => {
    using folder = new TempFolder();
    const cassette = folder.file('x.cassette');
    const line = 'set -o pipefail; goes-on | { read -r first && echo $first; }';
    const recorded = await ran(line, { mode: 'all', cassette });
    expect(recorded.ran).toEqual({ stdout: 'y\n', stderr: '', outcome: exited(141) });
    expect(recorded.report).toMatchObject({ recorded: 1, counts: { failures: 0 } });
    await using _ = await openDeck({ mode: 'none', cassette, shim: [{ path: shims.socket }] });
    expect(await shims.bash(line)).toEqual(recorded.ran);
  });

  it('refuses what has no original here, and says why', async () => {
    const { ran: seen, report } = await ran('only-a-shim');
    expect(seen.outcome).toEqual(exited(255));
    expect(seen.stderr).toMatch(/only-a-shim is nothing but a shim/);
    expect(report.calls).toBe(1);
  });
});
