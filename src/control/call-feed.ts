import type { AnsweredCall } from '../calls.ts';

/** The calls of a deck as they are answered; the latest are kept. */
export interface CallFeed {
  /** That were asked so far, answered or not. */
  readonly count: number;
  /** How many were answered so far: the place of the last. */
  readonly last: number;
  /** Those behind a place, in the order of answers: all of them, or the first so many. */
  after(place: number, most?: number): Calls;
  /** Those since the last time anybody took some. */
  take(): Calls;
  /** Resolves when there is one behind that place, or the signal is aborted. */
  next(place: number, signal: AbortSignal): Promise<void>;
}

export interface Calls {
  calls: readonly PlacedCall[];
  /** Of those asked for that are kept no more: behind the place, and before or among the calls. */
  lost: number;
}

export interface PlacedCall {
  /** Counts the answers of a deck, from 1. */
  place: number;
  call: AnsweredCall;
}
