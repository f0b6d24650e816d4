import type { Clock } from '../clock.ts';
import type { Invocation } from '../invocation.ts';
import type { Stdio } from '../stdio.ts';
import type { Executed, Upstream } from '../upstreams/upstream.ts';

/** What the actions of a hook may use of the world. */
export interface HookWorld {
  clock: Clock;
  /** Folder that files and programs are in; undefined: there are none for it. */
  folder: string | undefined;
  /** Whether programs and originals may be run. */
  allowRun: boolean;
  /** What faults draw from, where they name no seed of their own. */
  seed: number;
  /** Where programs of this machine are run; undefined: nowhere. */
  programs?: Upstream;
  /** Executes an invocation as the deck would if nothing could be played; undefined: it has no upstream. */
  execute?: (invocation: Invocation, stdio: Stdio) => Promise<Executed>;
}
