import { resolve } from 'node:path';
import { type Finding, finding } from './finding.ts';
import { lintFile, type LintOptions } from './lint-file.ts';

export interface Linting extends LintOptions {
  /** Recordings that runs have not played, as `tapehead replay --report` has them: `file` and `recording`. */
  unplayed: readonly (readonly { file: string; recording: number }[])[];
  /** Warnings are errors. */
  strict: boolean;
}

/** What is wrong with cassettes, in the order given. */
export function* lint(paths: readonly string[], options: Linting): Generator<Finding> {
  for (const path of paths) {
    for (const one of [...lintFile(path, options), ...orphans(path, options.unplayed)])
      yield options.strict ? { ...one, level: 'error' } : one;
  }
}

/** Those that no run has played. A run may have named the cassette by another path. */
function orphans(path: string, [first, ...others]: Linting['unplayed']): Finding[] {
  const isOurs = (file: string): boolean => resolve(file) === resolve(path);
  const numbers = (first ?? []).filter(
    (one) =>
      isOurs(one.file) &&
      others.every((run) => run.some(({ file, recording }) => isOurs(file) && recording === one.recording)),
  );
  return numbers.map(({ recording }) =>
    finding(
      'orphaned',
      { cassette: path, recording },
      'no run has played it',
      'record it again without the command, or run the test that asks it',
    ),
  );
}
