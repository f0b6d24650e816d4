import type { Outcome } from '../src/outcome.ts';
import type { Pace } from './pause.ts';
import type { Candidate } from './positions.ts';
import type { Track } from './track.ts';

/**
 * How playing ended. `sent` counts output bytes that had gone out before it turned out to be a miss; of a
 * client that is `untouched` nothing is to be seen there.
 */
export type Played =
  | { kind: 'played'; number: number; outcome: Outcome | undefined; normalisers: ReadonlySet<string> }
  | { kind: 'gone'; number: number | undefined }
  | { kind: 'miss'; reason: string; sent: number; untouched: boolean };

/** A recording that nobody else plays now, and the track that plays it. */
export interface Claim {
  number: number;
  track: Track;
  /** It was played: the secrets that the client had for its slots are bound. */
  settle(): void;
  /** It was not meant after all, and waits for who asks for it next. */
  release(): void;
}

/** What playing needs of the replayer. */
export interface Claims extends Pace {
  /** Takes the track's recording, or the next of its sequence; undefined where it was taken meanwhile. */
  claim(track: Track): Claim | undefined;
  /** A track of the candidate's recording from its start, beside the one that plays it. */
  track(candidate: Candidate): Track;
}
