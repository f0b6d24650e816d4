import type { CassetteFile } from '../../src/cassette/file.ts';
import type { RecordingHead } from '../../src/cassette/recording.ts';
import type { Asked } from '../../src/invocation.ts';

/** A cassette that is verified. */
export interface VerifiedFile {
  /** As it was named. */
  path: string;
  file: CassetteFile;
  /** SHA-256 of the file, hexadecimal. */
  digest: string;
}

/** A recording, and whether it will be run again. */
export interface Planned {
  cassette: VerifiedFile;
  index: number;
  head: RecordingHead;
  /** What is executed: as a hook has modified it, where one has. */
  asked: Asked;
  /** The same on one line, whole, as a person could type it. */
  command: string;
  /** The command's name. */
  name: string;
  /** How long it took, in µs. */
  duration: number;
  /** Executing it changes the host, as far as anybody knows. */
  mutates: boolean;
  /** Why it is not run: a word, and what there is to say to it; undefined where it is. */
  skipped: string | undefined;
}

/** The recordings of one origin of one cassette, in the order recorded, which is that in which they are run. */
export interface Lane {
  cassette: VerifiedFile;
  origin: string;
  /** The name of what knows which commands only read; undefined where nothing does. */
  profile: string | undefined;
  recordings: readonly Planned[];
}
