import type { AnsweredCall } from './calls.ts';
import type { Asked } from './invocation.ts';

/**
 * What became of the cassette recorded to, `path` as the user named it. `isThere`: there was one before the
 * run, and it is as it was.
 */
export type Written =
  | { kind: 'nothing' } // the mode does not record
  | { kind: 'nothing-taped'; path: string; isThere: boolean }
  | { kind: 'unchanged'; path: string } // recorded again, and all of it was as before
  | WrittenFile
  | { kind: 'journal-left'; path: string; isThere: boolean; journal: string; recordings: number };

export interface WrittenFile {
  kind: 'written';
  path: string;
  /** That are in the file now. */
  recordings: number;
  /** Of these, such as were there before. */
  kept: number;
  /** What was wrong with the file that was replaced, if anything was. */
  damage: string | undefined;
}

/** A recording that was there to play and that nobody asked for. */
export interface Unplayed {
  file: string;
  /** Counts from 0. */
  index: number;
  /** What it answers, as it was taped; undefined where that cannot be read, and after the first 1,000. */
  asked: Asked | undefined;
}

/** How a run ended. */
export interface Report {
  calls: number;
  /** How many there were of each. The lists below keep the first of them: 1,000, or fewer where these are long. */
  counts: { misses: number; troubles: number; failures: number };
  misses: readonly AnsweredCall[];
  /** Calls that ended in the deck's own trouble, such as a damaged recording, or that are too long for the tape. */
  troubles: readonly AnsweredCall[];
  /** Lost or refused executions that were not taped. */
  failures: readonly AnsweredCall[];
  /** Recordings that were played. */
  played: number;
  /** Calls that were answered by them: more, where one was played again. */
  plays: number;
  recorded: number;
  /** Calls that hooks answered by themselves, faults among them. */
  hooked: number;
  /** Calls that the shadowed original answered. */
  passedThrough: number;
  /** Calls that the model of a host answered, of the profile. */
  modelled: number;
  unplayed: readonly Unplayed[];
  cassette: Written;
}
