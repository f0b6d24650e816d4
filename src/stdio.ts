import type { ControlEvent, OutputEvent, StdinEvent } from './event.ts';

/**
 * The client's side of one execution, as whatever answers sees it. A door makes one; the recorder wraps
 * it to tape what passes; an upstream, a player or a hook works on it and knows nothing of the two.
 */
export interface Stdio {
  /**
   * It runs: the host took the request, or an answer was found. A client that waits for the reply to its
   * request gets it now. Needed only where nothing is sent or drawn at first, as those say it too.
   */
  started(): void;

  /**
   * What the client types, drawn at the reader's pace: nothing is asked of the client before the first
   * `next()`. Ends after `eof`, or without one when the client is gone. One reader.
   */
  readonly stdin: AsyncIterable<StdinEvent>;

  /** Signals and resizes, at once: never behind stdin that nobody has read yet. Ends with the client. One reader. */
  readonly controls: AsyncIterable<ControlEvent>;

  /**
   * Hands over output; resolves when the client can take more. Awaited before the next call, so that
   * streams keep their order and memory stays constant. The bytes belong to the caller again once it has
   * resolved. After the client is gone it resolves at once and the event goes nowhere.
   */
  send(event: OutputEvent): Promise<void>;

  /**
   * Aborted when the client went away or cancelled: nothing sent from here on can reach it. The reason is
   * {@link ClientKilled} where it can be told that it was.
   */
  readonly gone: AbortSignal;

  /** Whether it is aborted: for whoever only looks, as a signal costs as much as a whole small answer. */
  readonly isGone: boolean;

  /**
   * Aborted when nobody reads stdout any more, before the client goes by SIGPIPE, or goes on as it ignores that.
   * Undefined where a door cannot tell.
   */
  readonly unread?: AbortSignal | undefined;

  /** Breaks the connection that it came by, when what was sent is on its way; undefined where there is none. */
  readonly drop?: (() => void) | undefined;
}

/** A client was killed: how the execution would have ended for it, nobody knows. */
export class ClientKilled extends Error {}
