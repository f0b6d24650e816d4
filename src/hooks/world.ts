import type { Clock } from '../clock.ts';

/** What the actions of a hook may use of the world. */
export interface HookWorld {
  clock: Clock;
  /** Folder that files and programs are in; undefined: there are none for it. */
  folder: string | undefined;
  /** Whether programs and originals may be run. */
  allowRun: boolean;
  /** What faults draw from, where they name no seed of their own. */
  seed: number;
  /** Told what `log` actions say. */
  log(message: string): void;
}
