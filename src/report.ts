import type { AnsweredCall } from './calls.ts';

/** What became of the cassette recorded to. */
export type Written =
  | { kind: 'nothing' } // the mode does not record, or nothing was asked
  | { kind: 'unchanged'; path: string } // recorded again, and all of it was as before
  | { kind: 'written'; path: string; recordings: number; kept: number }
  | { kind: 'journal-left'; path: string; journal: string; recordings: number };

/** How a run ended. */
export interface Report {
  calls: number;
  misses: readonly AnsweredCall[];
  /** Calls that ended in the deck's own trouble, such as a damaged recording. */
  troubles: readonly AnsweredCall[];
  /** Lost or refused executions that were not taped. */
  failures: readonly AnsweredCall[];
  played: number;
  recorded: number;
  /** Recordings that were there to play and that nobody asked for. */
  unplayed: readonly { file: string; index: number }[];
  cassette: Written;
}
