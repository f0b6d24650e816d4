import type { TapeheadError } from '../errors.ts';
import type { Source } from './assemble.ts';
import type { Lock } from './journal-frame.ts';

/** What could be read of a journal, or of a final file that may be damaged. */
export interface Recovery {
  /** The payload of the header; undefined where it is lost. */
  header: Buffer | undefined;
  /** The recordings that are complete and whole. */
  source: Source;
  /** Recordings seen and left out: never ended, or damaged. What a cut took with it is not counted. */
  dropped: number;
  /** The first place that is not as it was written; a journal may break off in its last frame. */
  damage: TapeheadError | undefined;
  /** Who wrote the journal, and in which mode. */
  lock?: Lock | undefined;
}
