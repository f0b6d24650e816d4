import type { AnsweredCall, Call, CallLog } from '../calls.ts';
import type { CallMatch } from './call-match.ts';
import type { WaitOptions } from './deck-calls.ts';

/**
 * What a deck was asked, for whoever tests with it. A match is that of a hook, or a command name; nothing said is every call. As many
 * calls are kept as the option `calls` says; a call is shown without its secrets, but matched with them.
 */
export interface CallsAsked {
  /**
   * The calls that are kept, in the order asked: also those under way, which have no outcome yet.
   *
   * @throws TapeheadError BAD_PATTERN, USAGE where none are kept
   */
  calls(match?: CallMatch): Call[];
  /**
   * Those that were answered since they were last taken: each call is given once, be it here or by `waitForCall`.
   *
   * @throws TapeheadError BAD_PATTERN, USAGE
   */
  takeCalls(match?: CallMatch): AnsweredCall[];
  /**
   * Takes the first call that was answered and not taken yet, or waits for the next one to be answered: it makes no
   * difference whether it came before or after this was called, and who waits twice gets two calls.
   *
   * @throws TapeheadError NO_CALL after `timeout`, or when the deck is closed; BAD_PATTERN, USAGE
   */
  waitForCall(match?: CallMatch, options?: WaitOptions): Promise<AnsweredCall>;
  /**
   * What was asked and what came of it, for people, a line a call; with a match, why each other call is none of
   * those.
   *
   * @throws TapeheadError BAD_PATTERN, USAGE
   */
  describeCalls(match?: CallMatch): string;
  /** Tells of each call from now on what the log is told. Returns the release. */
  onCall(listener: Partial<CallLog>): () => void;
}
