import type { AnsweredCall } from './calls.ts';
import type { DeckOptions } from './deck-options.ts';
import type { Answer } from './doors/door.ts';
import type { SshReady } from './doors/ssh/door.ts';

/** What clients need in order to reach a deck. Holds secrets: whoever writes it to disk does so with mode 0600. */
export interface Ready {
  ssh: readonly SshReady[];
}

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

/** A running tapehead. */
export interface Deck extends AsyncDisposable {
  readonly ready: Ready;
  /** Answers one invocation, as the doors have it done. */
  readonly answer: Answer;
  /**
   * Takes no new invocations, waits for those under way until `cut` is aborted, and finalises the cassette
   * if the run ended well: `endedWell` is not false, and nothing taped is unfinished. Otherwise the journal
   * stays. Called again it gives the same report. Disposal is `close()` with `cut` already aborted.
   *
   * @throws TapeheadError TAPING_FAILED, CASSETTE_UNWRITABLE
   */
  close(options?: { endedWell?: boolean; cut?: AbortSignal }): Promise<Report>;
}

/**
 * Opens a deck: its cassettes, its upstream and its doors, in this order, so that what cannot work is
 * told before a client could connect.
 *
 * @throws TapeheadError for whatever is wrong with the options, the cassettes, the upstream or a door;
 *   nothing stays open then.
 */
export declare function openDeck(options: DeckOptions): Promise<Deck>;
