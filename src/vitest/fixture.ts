import { dirname } from 'node:path';
import { expect, type TestAPI, test as base } from 'vitest';
import type { TapeheadError } from '../errors.ts';
import { CassetteOwners, cassettePath, fileNameOf } from './cassette-path.ts';
import { openTestDeck, type TestDeck } from './deck.ts';
import { judge } from './judge.ts';
import { type KeptFailure, openKeptFailure } from './kept-failure.ts';
import { tapingOf } from './mode.ts';
import type { TestDeckOptions } from './options.ts';
import { removeIfEmpty } from './remove-if-empty.ts';
import { type RunTest, testNames, tryNumber, updatesSnapshots } from './run-test.ts';

/** What a test may ask for. */
export interface DeckFixtures {
  /** How `deck` is opened: for `test.extend` and `test.override`, or `provide` in vitest's configuration. */
  deckOptions: TestDeckOptions;
  /** A deck of the test's own: opened when the test begins, closed and judged when it has ended. */
  deck: TestDeck;
}

export const test: TestAPI<DeckFixtures> = base.extend<DeckFixtures>({
  deckOptions: [{}, { injected: true }],
  deck: async ({ deckOptions, task, onTestFinished }, use) => {
    const names = testNames(task);
    const { cassette = cassettePath(task.file.filepath, names) } = deckOptions;
    owners.claim(cassette, task.id, names.join(' > '));
    const taping = tapingOf(cassette, deckOptions, process.env, updatesSnapshots(expect));
    const failure = await keptFailureOf(task, names);
    const identity = { cassette, origin: originOf(names) };
    const { deck, releases } = await openTestDeck(identity, deckOptions, taping, failure?.log);
    let wrong: TapeheadError | undefined;
    // Thrown here, the rest of what the test has opened would not be closed, and vitest would tell it twice.
    onTestFinished(() => {
      if (wrong) throw wrong;
    });
    try {
      await using _ = releases;
      await use(deck);
      const endedWell = task.result?.state === 'pass';
      const cut = AbortSignal.timeout(GRACE);
      const report = await deck.close({ endedWell, cut });
      const closed = { ...taping, path: cassette, report, wasCut: cut.aborted };
      wrong = await judge(closed, task, deckOptions, failure);
    } finally {
      if (taping.records) await removeIfEmpty(dirname(cassette), dirname(task.file.filepath));
    }
  },
});

const owners = new CassetteOwners();

/** How long what the test left under way may go on, in ms. */
const GRACE = 5_000;

/** An origin is in ASCII, whatever script the name is in, and beside those of others it is told by its end. */
const originOf = (names: readonly string[]): string =>
  fileNameOf(names)
    .replaceAll(/[^A-Za-z0-9_.-]/g, '_')
    .replace(/^[^A-Za-z0-9_]/, '_');

function keptFailureOf(task: RunTest, names: readonly string[]): Promise<KeptFailure> | undefined {
  const { TAPEHEAD_KEEP_FAILED: folder } = process.env;
  if (folder === undefined || folder === '') return undefined;
  const again = tryNumber(task);
  const name = again === 0 ? fileNameOf(names) : `${fileNameOf(names)}-again-${again}`;
  return openKeptFailure(folder, [...task.file.name.split('/').filter((part) => part !== '..'), name]);
}
