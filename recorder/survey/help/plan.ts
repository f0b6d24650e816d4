import type { Entry } from '../../../src/listing/entry.ts';
import { pathGlob } from '../../../src/hooks/match/glob.ts';
import { isExecutableFile, whyNotRun } from './why-not-run.ts';

/** Which executables are run with `--help`, and which not, in the order of the listing. */
export interface HelpPlan {
  toRun: readonly HelpToRun[];
  notRun: readonly { path: Buffer; why: string }[];
}

export interface HelpToRun {
  path: Buffer;
  /** Whether it was named by whoever knows the host: then it is run whatever it is. */
  isNamed: boolean;
}

/** Globs of paths. */
export interface HelpChoice {
  /** Run whatever they are called, and links too. */
  of: readonly string[];
  /** Not run, whatever they are. */
  skip: readonly string[];
}

/** @throws TapeheadError BAD_PATTERN */
export function planHelp(entries: readonly Entry[], { of, skip }: HelpChoice): HelpPlan {
  const named = of.map(pathGlob);
  const skipped = skip.map(pathGlob);
  const judged = entries.flatMap((entry) => {
    const { path, type } = entry;
    const matches = (globs: typeof named): boolean => globs.some((glob) => glob.ranges(path).length > 0);
    const isNamed = (isExecutableFile(entry) || type === 'symlink') && matches(named);
    if (!isNamed && !isExecutableFile(entry)) return [];
    const why = matches(skipped) ? 'skipped as told' : isNamed ? undefined : whyNotRun(entry);
    return [{ path, isNamed, why }];
  });
  return {
    toRun: judged.flatMap(({ path, isNamed, why }) => (why === undefined ? [{ path, isNamed }] : [])),
    notRun: judged.flatMap(({ path, why }) => (why === undefined ? [] : [{ path, why }])),
  };
}
