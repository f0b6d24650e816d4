import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { needs } from '../support/needs.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import { BREAKAGES } from './breakages.ts';
import type { Verdict } from './cell.ts';
import { shimClient } from './clients/shim.ts';
import { passThrough, replay } from './runs.ts';
import { Tapes } from './tapes.ts';
import { differencesIn, named, rowsFor, sum, turnsRed, verdictOn, whileTaped } from './verdicts.ts';

// Of the largest streams on a machine that is busy with other things, too.
vi.setConfig({ testTimeout: 150_000 });

const ROWS = rowsFor(shimClient);

needs(
  'gcc',
  'sshd',
  'ssh-keygen',
  'script',
)('conformance through the shim', () => {
  let host: Sshd;
  let tapes: Tapes;
  const verdicts: Verdict[] = [];

  beforeAll(async () => {
    host = await startSshd({ maxSessions: 60 });
    tapes = new Tapes(host);
  });

  afterAll(async () => {
    await tapes[Symbol.asyncDispose]();
    await host.stop();
    console.log(`conformance through the shim: ${sum(verdicts)}`);
  });

  const sees = (cells: readonly Verdict[]): void => {
    verdicts.push(...cells);
    expect(differencesIn(cells)).toEqual([]);
  };

  describe('sees a host while recording and on replay', () => {
    it.each(named(ROWS))('%s', async (_name, row) => {
      sees([
        await verdictOn(row, shimClient, 'recording', async (judged) =>
          whileTaped(await tapes.of(row, shimClient), judged),
        ),
        await verdictOn(row, shimClient, 'replay', async (judged) => {
          const taped = await tapes.of(row, shimClient);
          return judged(await replay(row, shimClient, taped), taped.tape);
        }),
      ]);
    });
  });

  describe('sees originals while recording, on replay and in its place', () => {
    it.each(named(ROWS))('%s', async (_name, row) => {
      sees([
        await verdictOn(row, shimClient, 'recording originals', async (judged) =>
          whileTaped(await tapes.ofOriginals(row, shimClient), judged),
        ),
        await verdictOn(row, shimClient, 'replay of originals', async (judged) => {
          const taped = await tapes.ofOriginals(row, shimClient);
          return judged(await replay(row, shimClient, taped), taped.tape);
        }),
        await verdictOn(row, shimClient, 'passthrough', async (judged) =>
          judged(await passThrough(row, shimClient)),
        ),
      ]);
    });
  });

  it('has at least 95 percent of its cells turn red by a broken replayer', async () => {
    const red = await Promise.all(
      ROWS.map(async (row) => turnsRed(row, shimClient, await tapes.of(row, shimClient), BREAKAGES)),
    );
    expect(red.filter(Boolean).length / red.length).toBeGreaterThanOrEqual(0.95);
  });
});
