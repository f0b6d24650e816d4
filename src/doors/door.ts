import type { Invocation } from '../invocation.ts';
import type { Stdio } from '../stdio.ts';

/**
 * Answers one invocation: the deck's `answer()`, as a door sees it. Resolves when all is sent, and then
 * the door closes the client's channel. Never rejects. Nothing has been promised to the client before the
 * first event is sent; if that is a `refused` outcome the door refuses the request instead of running it.
 */
export type Answer = (invocation: Invocation, stdio: Stdio) => Promise<void>;

/** A way invocations arrive. Disposing it cuts what is left, after `drain()` let it end. */
export interface Door extends AsyncDisposable {
  /** Takes no new invocations, and resolves when those under way have ended. */
  drain(): Promise<void>;
}
