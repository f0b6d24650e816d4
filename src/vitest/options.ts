import type { DeckOptions, DeckSshDoor } from '../deck-options.ts';
import type { Mode } from '../mode.ts';

/** How the deck of a test is opened. What is not said here is said by `DeckOptions`. */
export interface TestDeckOptions extends Omit<
  DeckOptions,
  'mode' | 'cassette' | 'ssh' | 'shim' | 'origin' | 'control' | 'log'
> {
  /**
   * Default: what TAPEHEAD_MODE says; else `all` where vitest updates snapshots and not in CI; else `once`, and
   * `none` in CI. Without an upstream it is `none`, whatever is said.
   */
  mode?: Mode;
  /** Path of the cassette. Default: `__cassettes__/FILE/TEST.cassette` beside the test's file. */
  cassette?: string;
  /** Whether there is an SSH door, or how it is. Default: yes. */
  ssh?: boolean | Omit<DeckSshDoor, 'origin'>;
  /**
   * Commands that are the shim for whatever is started with `deck.env`; `true` is a socket for shims of the test's
   * own. Default: neither.
   */
  shim?: boolean | readonly string[];
  /** Whether a miss fails the test. Default: yes. */
  failOnMiss?: boolean;
  /** Whether recordings that nobody asked for fail the test. Default: no. */
  requireAllPlayed?: boolean;
}
