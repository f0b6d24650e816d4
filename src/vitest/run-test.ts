import type { ExpectStatic, RunnerTestCase } from 'vitest';

/** What the runner says of the test that a fixture is for. */
export type RunTest = Readonly<RunnerTestCase>;

/** Of the suites it is in, the outermost first, and its own. */
export function testNames(task: RunTest): string[] {
  const names = [task.name];
  for (let { suite } = task; suite && suite !== task.file; { suite } = suite) names.unshift(suite.name);
  return names;
}

/** Counts the tries of a test from 0: by retry and by repeats. */
export const tryNumber = ({ result }: RunTest): number =>
  (result?.retryCount ?? 0) + (result?.repeatCount ?? 0);

/** Whether vitest was started with `--update`, as far as it tells. */
export const updatesSnapshots = (expect: ExpectStatic): boolean =>
  expect.getState().snapshotState?.snapshotUpdateState === 'all';
