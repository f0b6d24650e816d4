import type { MaxAge } from '../../src/cassette/age.ts';
import type { Clock } from '../../src/clock.ts';
import type { DeckUpstream } from '../../src/deck-options.ts';
import type { TapeheadError } from '../../src/errors.ts';
import type { Manifest } from '../../src/manifest/manifest.ts';
import type { NormaliserSwitch } from '../../src/normalise/choose.ts';
import type { Profile } from '../../src/profiles/profile.ts';
import type { Shard, VerifiedHost } from '../../src/verified.ts';

/** What is verified, against which hosts, and how far it may go. */
export interface VerifyOptions {
  /** Paths. */
  cassettes: readonly string[];
  /** The host of every origin that is not in `upstreams`. */
  upstream?: DeckUpstream;
  /** By origin: its host. */
  upstreams?: Readonly<Record<string, DeckUpstream>>;
  /**
   * What says which commands only read, or its name: `esxi`, `posix`, `none`. Default: the profile for what the
   * cassette's fingerprint says the host is, else none.
   */
  profile?: string | Profile;
  /** Patterns; what may change the host is run where one of them matches the whole text of what was asked. */
  allowMutating?: readonly string[];
  /** Runs what cassettes hold that this user has not verified before. Default: no. */
  trust?: boolean;
  /** How many origins of a host run side by side, where none of them may change it. Default 4. */
  sessions?: number;
  /** Longest time of one execution, in ms. Default: 60 s, or ten times as long as recorded. */
  timeout?: number;
  /** Most bytes of output of one execution. Default: 64 MiB, or four times as many as recorded. */
  maxOutput?: number;
  /** For redactors and normalisers. */
  manifests?: readonly (string | Manifest)[];
  /** Switches normalisers on and off: of one, or of `all`; of several the later wins. */
  normalise?: readonly NormaliserSwitch[];
  /** A file that keeps what has been done, so that another run with it goes on from there. */
  resume?: string;
  /** Which part of the recordings this run has to do with. Default: all. */
  shard?: Shard;
  /** Keeps what hosts answer, so that drift can be accepted afterwards. Default: no. */
  accept?: boolean;
  /** Where it is kept which cassettes were verified. Default: `$XDG_STATE_HOME/tapehead`, else `~/.local/state/tapehead`. */
  stateFolder?: string;
  /** Ends it early: what runs is cancelled, the rest could not be checked. */
  signal?: AbortSignal;
  /** Asks each host first which system it runs, in which version and build: one execution more. Default: yes. */
  fingerprint?: boolean;
  /** From which age on a cassette counts as expired in the report. Default: never. */
  maxAge?: MaxAge;
  /** Told of each host, for each cassette, before the first command is run there. */
  onHost?: (host: VerifiedHost) => void;
  /** Told that cassettes were verified and this cannot be noted, so that they will not be trusted next time. */
  onNotTrusted?: (error: TapeheadError) => void;
  /** Told after every recording. */
  onProgress?: (progress: VerifyProgress) => void;
  clock?: Clock;
}

export interface VerifyProgress {
  done: number;
  of: number;
  /** Recordings that have drifted so far. */
  drift: number;
}
