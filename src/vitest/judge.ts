import { rm } from 'node:fs/promises';
import { TapeheadError } from '../errors.ts';
import type { KeptFailure } from './kept-failure.ts';
import type { TestDeckOptions } from './options.ts';
import type { RunTest } from './run-test.ts';
import { type ClosedDeck, verdictOf } from './verdict.ts';

/**
 * What is wrong with a test whose deck has been asked for what it has not, and where that of a failed test is kept. The
 * journal of a test that failed does not stay beside its cassette, where it would stop the next run.
 *
 * @returns TEST_FAILED, or undefined where nothing is to be said
 */
export async function judge(
  closed: ClosedDeck,
  task: RunTest,
  options: TestDeckOptions,
  failure: KeptFailure | undefined,
): Promise<TapeheadError | undefined> {
  const { report, path } = closed;
  const state = task.result?.state;
  const journal = report.cassette.kind === 'journal-left' ? report.cassette.journal : undefined;
  const { problems, remedies } =
    state === 'skip' ? { problems: [], remedies: [] } : verdictOf(closed, options, state === 'pass');
  if (state !== 'fail' && problems.length === 0) {
    if (journal !== undefined) await rm(journal, { force: true });
    await failure?.discard();
    return undefined;
  }
  const kept = await failure?.keep(path, journal);
  if (journal !== undefined) await rm(journal, { force: true });
  if (problems.length === 0 && kept === undefined) return undefined; // why it failed, it says itself
  return testFailed(problems, remedies, kept);
}

function testFailed(
  problems: readonly string[],
  remedies: readonly string[],
  kept: string | undefined,
): TapeheadError {
  const lines = [
    ...problems,
    ...remedies.map((remedy) => `try: ${remedy}`),
    ...(kept === undefined ? [] : [`the log of the deck, its cassette and its journal are in ${kept}`]),
  ];
  const error = new TapeheadError(
    'TEST_FAILED',
    lines.join('\n'),
    remedies[0] ?? 'the test says why it failed',
  );
  error.stack = `${error.name}: ${error.message}`; // where it is thrown says nothing
  return error;
}
