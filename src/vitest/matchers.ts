import type { Call, Provenance } from '../calls.ts';
import type { CallsAsked } from '../calls/asked.ts';
import { type CallMatch, specOf } from '../calls/call-match.ts';
import { toldCalls } from '../calls/told-calls.ts';
import { toldMatch } from '../calls/told-match.ts';
import { plural } from '../plural.ts';
import type { TestDeckOptions } from './options.ts';

/** What stands in an answer's provenance. */
export type AnsweredFrom = Provenance['from'];

interface Result {
  pass: boolean;
  message: () => string;
}

/** Matchers for `expect(deck)`; a call under way counts as executed. */
export const matchers = {
  toHaveExecuted(deck: CallsAsked, match: CallMatch = {}): Result {
    const calls = deck.calls(match);
    return {
      pass: calls.length > 0,
      message: () =>
        calls.length > 0
          ? `expected ${told(match)} never to be executed, but ${listed(calls)}`
          : `expected ${told(match)} to be executed, but ${deck.describeCalls(match)}`,
    };
  },

  toHaveExecutedTimes(deck: CallsAsked, match: CallMatch, times: number): Result {
    const calls = deck.calls(match);
    const often = `${times} ${plural(times, 'time')}`;
    return {
      pass: calls.length === times,
      message: () =>
        calls.length === times
          ? `expected ${told(match)} not to be executed ${often}, but ${listed(calls)}`
          : `expected ${told(match)} to be executed ${often}, but it was ${calls.length}: ${deck.describeCalls(match)}`,
    };
  },

  toHaveAnsweredFrom(received: CallsAsked | Call, from: AnsweredFrom, match: CallMatch = {}): Result {
    const calls = isCall(received) ? [received] : received.calls(match);
    const found = calls.filter(({ provenance }) => provenance?.from === from);
    const what = isCall(received) ? 'the call' : told(match);
    return {
      pass: found.length > 0,
      message: () =>
        found.length > 0
          ? `expected ${what} not to be answered from ${from}, but ${listed(found)}`
          : `expected ${what} to be answered from ${from}, but ${listed(calls)}`,
    };
  },
};

const told = (match: CallMatch): string => toldMatch(specOf(match));

const listed = (calls: readonly Call[]): string => toldCalls(calls.map((call) => ({ call, why: undefined })));

const isCall = (received: CallsAsked | Call): received is Call => 'asked' in received;

/** They have sense for a deck or a call only. */
interface DeckMatchers<Received> {
  /** At least one call matches, be it answered or under way. */
  toHaveExecuted: Received extends CallsAsked ? (match?: CallMatch) => void : never;
  /** So many calls match. */
  toHaveExecutedTimes: Received extends CallsAsked ? (match: CallMatch, times: number) => void : never;
  /** At least one answered call, of those that match, has that provenance; or the call has. */
  toHaveAnsweredFrom: Received extends CallsAsked
    ? (from: AnsweredFrom, match?: CallMatch) => void
    : Received extends Call
      ? (from: AnsweredFrom) => void
      : never;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Of all tests with a deck; data only, as it is sent to the workers. */
    deckOptions?: TestDeckOptions;
  }
  interface Matchers<T> extends DeckMatchers<T> {}
}
