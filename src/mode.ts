/** What is done with an invocation: see "Modes" in the README. */
export type Mode = 'none' | 'once' | 'new-episodes' | 'all';

export const MODES: readonly Mode[] = ['none', 'once', 'new-episodes', 'all'];

/** What a mode comes to, once it is known whether the file was there at start. */
export interface Plan {
  /** Recordings that were there at start play. */
  plays: boolean;
  /** What does not play is recorded. */
  records: boolean;
  /** What happens to recordings that were there, when the run ended well. */
  keepsOld: boolean;
}

/** Decided once a run: the rest of the program looks at the plan only. */
export function planFor(mode: Mode, fileExists: boolean): Plan {
  switch (mode) {
    case 'none':
      return { plays: true, records: false, keepsOld: true };
    case 'once':
      return fileExists ? planFor('none', true) : { plays: false, records: true, keepsOld: true };
    case 'new-episodes':
      return { plays: true, records: true, keepsOld: true };
    case 'all':
      return { plays: false, records: true, keepsOld: false };
  }
}

/**
 * The mode where none was named: once, and none in CI, where a run that records by accident would hide
 * what it should have found.
 */
export function defaultMode(env: NodeJS.ProcessEnv): Mode {
  const ci = env['CI'];
  return ci && ci !== 'false' && ci !== '0' ? 'none' : 'once';
}
