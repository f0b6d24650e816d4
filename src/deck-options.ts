import type { CallLog } from './calls.ts';
import type { CallKeeping } from './calls/keeping.ts';
import type { ControlAddress } from './control/control.ts';
import type { SshDoorOptions } from './doors/ssh/door.ts';
import type { HookSpec } from './hooks/spec.ts';
import type { ProfileOptions } from './open-profile.ts';
import type { Manifest } from './manifest/manifest.ts';
import type { Mode } from './mode.ts';
import type { UpstreamOptions } from './upstreams/open.ts';
import type { Upstream } from './upstreams/upstream.ts';

/** How recordings are found for an invocation. */
export interface MatchingOptions {
  /** Fields beside the key that must be equal too, and so are taped. `env:NAME` is one variable. Default: none. */
  match?: readonly MatchField[];
  /** Whether a tty is part of the key. Default `match`. */
  tty?: 'match' | 'ignore';
  /** Patterns of parts that count as equal in args, shell strings and stdin. */
  volatile?: readonly string[];
  /** Whether the stdin received must equal the stdin taped. Default `auto`: where output waited for it. */
  stdin?: 'auto' | 'ignore' | 'exact';
}

/** `cwd` is the folder of whoever asks: a shim knows it, and over SSH there is none. */
export type MatchField = 'path' | 'cwd' | 'user' | 'origin' | `env:${string}`;

/** How recordings are played. */
export interface PlayingOptions {
  /**
   * Past the last recording of a key. Default `last`; `never` where the order is strict, and always in mode
   * new-episodes, which records then.
   */
  repeat?: 'last' | 'never' | 'cycle';
  /** `strict` demands the order of the cassette. Default `any`. */
  order?: 'any' | 'strict';
  /** `instant` (default), `recorded`, or how many times faster than recorded. */
  pace?: 'instant' | 'recorded' | number;
  /** How long output waits for stdin that it was taped after, in ms. Default 30,000. */
  stdinTimeout?: number;
}

/** What is taped. */
export interface TapingOptions {
  /** Names of the variables that are forwarded to the upstream, and taped. Default: none. */
  forwardEnv?: readonly string[];
  /** Tapes lost and refused executions too; without it they fail the run. */
  tapeFailures?: boolean;
  /**
   * Whether a host is asked, when all is taped, which system it runs, in which version and build: one execution that no
   * client sees. Default true.
   */
  fingerprint?: boolean;
  /**
   * The most bytes that one recording may take. One that takes more is not taped, and fails the run; its client
   * gets all of it. Default 4 GiB.
   */
  maxRecording?: number;
  /**
   * Whether the client's stdin goes to the upstream: `forward` always, `none` never, `auto` (default) unless a
   * shim has the very stdin of its parent. Over SSH nobody can tell whether a program reads, so what is
   * forwarded is taken from whoever else would read it.
   */
  stdinForwarding?: 'auto' | 'forward' | 'none';
}

/** What becomes of a miss. */
export interface MissOptions {
  /** `fail` (default) says what came nearest; `passthrough` has the original run where a shim stands for it. */
  miss?: 'fail' | 'passthrough';
}

/** What hooks do, and may do. */
export interface HookOptions {
  /**
   * Registered before any door opens. One by the name of a manifest's stands in its place. An empty list where code is to
   * add them, and nothing else answers.
   */
  hooks?: readonly HookSpec[];
  /**
   * From the image's to the test's: of two that say different things the later wins, and what is said here wins over
   * both. Lists add up: `match`, `volatile`, `forwardEnv`.
   */
  manifests?: readonly (string | Manifest)[];
  /** Whether hooks and manifests, which are data, may run programs and originals. Default: no. Code may. */
  allowRun?: boolean;
  /** What faults draw from, where they name no seed of their own. Default 1: the same in every run. */
  seed?: number;
}

/** One that is open, which stays its owner's, or how to open one, which then ends with the deck. */
export type DeckUpstream = Upstream | (UpstreamOptions & { url: string });

export type DeckSshDoor = Omit<SshDoorOptions, 'origin' | 'shimEnv' | 'refusal'> & { origin?: string };

export interface DeckShimDoor {
  /** Where the socket is made; mode 0600. */
  path: string;
  origin?: string;
  log?: (line: string) => void;
}

export interface DeckOptions
  extends MatchingOptions, PlayingOptions, TapingOptions, MissOptions, HookOptions {
  /** Default: `once`, and `none` where `CI` is set. */
  mode?: Mode;
  /** The cassette recorded to, and played from as the mode says. */
  cassette?: string;
  /** Paths or globs of further cassettes to play; each must match at least one file. */
  cassettes?: readonly string[];
  /** Where invocations are really executed: needed wherever the mode records. Of every origin not in `upstreams`. */
  upstream?: DeckUpstream;
  /** By origin: where its invocations are executed, and nobody else's. */
  upstreams?: Readonly<Record<string, DeckUpstream>>;
  /** Has a model of a host answer what no recording does: `esxi`, or that with a description of the host. */
  profile?: string | ProfileOptions;
  /** One SSH door each; a door without an origin of its own has the deck's. */
  ssh?: readonly DeckSshDoor[];
  /** One socket for shims each; a socket with an origin has it for all of them. */
  shim?: readonly DeckShimDoor[];
  /** The control API, for programs that add hooks and look at calls while the deck runs. Default: none. */
  control?: ControlAddress;
  /** Origin of invocations whose door and client name none. Default `default`. */
  origin?: string;
  /** What is kept of calls, for `calls()` and its like. */
  calls?: CallKeeping;
  /** Told of every call as it is asked and as it is answered, and of what hooks say of it. */
  log?: CallLog;
}
