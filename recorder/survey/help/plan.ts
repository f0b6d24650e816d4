import type { Entry } from '../../../src/listing/entry.ts';
import { pathGlob } from '../../../src/hooks/match/glob.ts';
import { isExecutableFile, whyNotRun } from './why-not-run.ts';

/** Which executables are run with `--help`, and which not, in the order of the listing. */
export interface HelpPlan {
  toRun: readonly Buffer[];
  notRun: readonly { path: Buffer; why: string }[];
}

/**
 * @param skip globs of paths that are not run, whatever they are
 * @throws TapeheadError BAD_PATTERN
 */
export function planHelp(entries: readonly Entry[], skip: readonly string[]): HelpPlan {
  const skipped = skip.map(pathGlob);
  const judged = entries.filter(isExecutableFile).map((entry) => ({
    path: entry.path,
    why: skipped.some((glob) => glob.ranges(entry.path).length > 0) ? 'skipped as told' : whyNotRun(entry),
  }));
  return {
    toRun: judged.flatMap(({ path, why }) => (why === undefined ? [path] : [])),
    notRun: judged.flatMap(({ path, why }) => (why === undefined ? [] : [{ path, why }])),
  };
}
