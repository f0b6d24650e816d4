import type { Event, Timed } from '../event.ts';
import type { Asked, Tty } from '../invocation.ts';
import type { HostFingerprint } from './host-fingerprint.ts';

export type { HostFingerprint } from './host-fingerprint.ts';

/**
 * Where a secret was. The bytes there are a token of the same length; what says that they are one is
 * this, not their look. `id` counts from 1 within the cassette: one secret, one id, everywhere.
 */
export interface Slot {
  offset: number;
  length: number;
  class: string;
  id: number;
}

/** A slot of the head: in argv[index], in the command string (index 0), or in the index-th taped variable. */
export interface HeadSlot extends Slot {
  field: 'argv' | 'command' | 'env';
  index: number;
}

/** Words and variables that a hook has changed, as they are on the tape, beside what was asked. */
export interface ExecutedOtherwise {
  /** In place of the words asked, argv[0] included. */
  argv?: readonly Uint8Array[] | undefined;
  /** Sorted by name; null: taken away. */
  env: readonly (readonly [name: string, value: Uint8Array | null])[];
  /** The folder. */
  cwd?: Uint8Array | undefined;
  /** Of `cwd` the index is 0. */
  slots: readonly ExecutedSlot[];
}

export type ExecutedSlot = Slot & { field: 'argv' | 'env' | 'cwd'; index: number };

/** The folder somebody asked in, after redaction. */
export interface TapedFolder {
  bytes: Uint8Array;
  slots: readonly Slot[];
}

/** What was asked, as it is on the tape: after redaction, and only what rules let on it. */
export interface RecordingHead {
  asked: Asked;
  tty: Tty | undefined;
  /** The variables that a rule names, be it for forwarding or for matching, in that order. */
  env: readonly (readonly [name: string, value: Uint8Array])[];
  origin: string;
  /** Taped only where `user` is a matching rule. */
  user: string | undefined;
  /** When it was asked, in µs since the first taping into this cassette began. */
  start: number;
  slots: readonly HeadSlot[];
  /** What was executed where a hook had modified it. */
  executed?: ExecutedOtherwise | undefined;
  /** Taped only where `cwd` is a matching rule, and whoever asks has one. */
  cwd?: TapedFolder | undefined;
}

/** An event on the tape. Slots are offsets into its bytes; a secret over a chunk border has one in each chunk. */
export type TapedEvent = Timed<Event> & { slots?: readonly Slot[] };

/**
 * What the tape cannot say in events.
 *
 * - `cancelled`: the client went away before the end.
 * - `may-live-on`: and the process could not be told, or not seen to end.
 * - `stream-order-unknown`: the upstream does not keep the order between stdout and stderr.
 */
export type Note = 'cancelled' | 'may-live-on' | 'stream-order-unknown';

/** How a recording ends: after its last event. */
export interface RecordingEnd {
  notes: readonly Note[];
}

/** The hosts that recordings are from. */
export interface Hosts {
  /** Of every origin that is not among `hosts`. */
  host: HostFingerprint;
  /** By origin, such as have a host of their own. */
  hosts?: ReadonlyMap<string, HostFingerprint>;
}

export interface CassetteHeader extends Hosts {
  /** The day taping began, YYYY-MM-DD in UTC. */
  day: string;
  /** Classes of secrets that the redactors looked for, sorted. */
  redacted: readonly string[];
  /** The last day on which a host was seen to answer all of it the same, YYYY-MM-DD in UTC. */
  stamped?: string;
}
