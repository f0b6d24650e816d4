import type { HostFiles } from './files.ts';
import type { HostState } from './state/host-state.ts';

/** All that a command of one mock host may use: nothing else of the machine it runs on. */
export interface World {
  state: HostState;
  /** Milliseconds since the epoch. */
  now(): number;
  /** From 0 up to 1, the same sequence for an origin in every run. */
  random(): number;
  files: HostFiles;
}
