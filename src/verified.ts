import type { Difference, StreamDiff } from './compare/difference.ts';
import type { HostFingerprint } from './cassette/recording.ts';

/** What verify came to for one recording. */
export type Verdict = 'same' | 'same after normalising' | 'drift' | 'could not check' | 'not run';

export const VERDICTS = ['drift', 'could not check', 'same after normalising', 'same', 'not run'] as const;

/** One recording beside the host of today. Secrets are gone from every text; control bytes are not. */
export interface VerifiedRecording {
  /** Path of the cassette as it was named. */
  cassette: string;
  /** From 0. */
  index: number;
  origin: string;
  /** URL of the upstream, without a password. */
  host: string;
  /** What was asked, on one line, as a person could type it. */
  command: string;
  /** The command's name, for filters: `esxcli`. */
  name: string;
  verdict: Verdict;
  /** Why it was not run (`mutating`, `state`, `redacted` …) or could not be checked; a line for people. */
  reason?: string;
  differences: readonly Difference[];
  /** How many there are: not all are kept. */
  count: number;
  /** Names of the normalisers without which more would differ. */
  normalised: readonly string[];
  streams: readonly StreamDiff[];
  /** µs from the ask to the outcome; `current` absent where it was not run. */
  duration: { recorded: number; current?: number };
  /** Where the current duration is far from the recorded one. Never drift. */
  pace?: 'slower' | 'faster';
}

/** A cassette that was verified. */
export interface VerifiedCassette {
  path: string;
  /** SHA-256 of the file, hexadecimal. */
  digest: string;
  recordings: number;
  /** When it was taped, YYYY-MM-DD, and when it was last stamped as still true. */
  day: string;
  stamped?: string;
  /** Days since the later of the two. */
  age: number;
  /** Set where it is older than `--max-age`. */
  expired?: boolean;
}

/** A host it was verified against, per origin. */
export interface VerifiedHost {
  origin: string;
  url: string;
  recorded: HostFingerprint;
  current: HostFingerprint;
  /** Says what differs, such as another build. */
  differs?: string;
}

/** One of several runs that share the recordings among them. Counts from 1. */
export interface Shard {
  index: number;
  of: number;
}

/** All that verify found; what every report is made from, and the JSON report itself. Dates are ISO 8601 in UTC, durations µs. */
export interface VerifyReport {
  version: 1;
  /** Version of tapehead. */
  tapehead: string;
  started: string;
  duration: number;
  /** Empty where it was not shared out; of a merged report those that are in it. */
  shards: readonly Shard[];
  hosts: readonly VerifiedHost[];
  cassettes: readonly VerifiedCassette[];
  recordings: readonly VerifiedRecording[];
}
