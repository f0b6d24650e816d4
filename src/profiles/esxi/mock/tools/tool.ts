import type { Said } from '../said.ts';
import type { World } from '../world.ts';

/** How a tool was called. */
export interface Called {
  /** All but argv[0]. */
  args: readonly string[];
  /** The folder of the host that it was called in: what begins without a slash is from there. */
  cwd: string;
  /** The console of who asks, in characters. */
  columns: number;
}

/** A command of the host that is not of esxcli: it reads and changes the same state. */
export interface Tool {
  /** As it is called, without a folder. */
  name: string;
  /** What it reads or changes: a sentence. */
  about: string;
  /** @throws Failure: told on stderr, and its exit */
  run(called: Called, world: World): Said;
}
