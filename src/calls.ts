import type { Caller, Invoker } from './caller.ts';
import type { ExecutedOtherwise } from './cassette/recording.ts';
import type { Stream } from './event.ts';
import type { Asked } from './invocation.ts';
import type { Outcome } from './outcome.ts';

/** Where an answer came from. */
export type Provenance =
  /** `normalisers`: names of those by which what was asked counted as what was taped, which it is not. */
  | { from: 'cassette'; file: string; index: number; normalisers?: readonly string[] }
  | { from: 'upstream'; url: string; taped: boolean; trouble?: Trouble }
  /** A hook by that name: a test's or an image's own answer, or something broken on purpose. */
  | { from: 'hook' | 'fault'; hook: string; trouble?: Trouble }
  /** The shadowed original; `hook`: that wanted it; `failure`: why it could not be run. */
  | { from: 'passthrough'; hook?: string; failure?: string }
  /** The model of a host by that name; `notImplemented`: what it said that it does not have, and a host may. */
  | { from: 'profile'; profile: string; notImplemented?: string }
  | { from: 'miss'; reason: string }
  | ({ from: 'trouble' } & Trouble);

/** What went wrong with a call on our side. */
export interface Trouble {
  code: string;
  reason: string;
  remedy: string | undefined;
}

/** Of an answer that ended in it, or that was whole and could not be taped. */
export const troubleOf = (provenance: Provenance): Trouble | undefined =>
  provenance.from === 'trouble' ? provenance : 'trouble' in provenance ? provenance.trouble : undefined;

/** The process that asked. */
export type AskingProcess = Pick<Caller, 'pid' | 'parent' | 'uid' | 'gid' | 'umask' | 'target' | 'cwd'>;

/** An invocation as the log may show it: after redaction. */
export interface AskedCall {
  /** Counts from 1 within the deck. */
  number: number;
  /** Milliseconds since the epoch. */
  time: number;
  door: string;
  origin: string;
  user: string | undefined;
  asked: Asked;
  tty: boolean;
  /** At a door on its own machine. */
  caller?: AskingProcess;
}

/** What is otherwise than asked; the first word is the target, where that is another. */
export type ExecutedCall = Omit<ExecutedOtherwise, 'slots'>;

export interface AnsweredCall extends AskedCall {
  provenance: Provenance;
  outcome: Outcome | undefined;
  /** Names of the hooks that had a turn with it, in order. */
  hooks: readonly string[];
  /** Where hooks have modified what was asked: what of it, as whoever answered had it. */
  executed?: ExecutedCall;
  /** From asked to answered, in µs. */
  duration: number;
  /** The ancestors of the caller, the nearest first; asked for where there is a log, or where they are kept. */
  invokers?: readonly Invoker[];
  /** What went over its streams, where the deck keeps that; the log has none of it. */
  streams?: CallStreams;
}

/** A call that is kept: while it is under way it has no more than what was asked. */
export type Call = AskedCall & Partial<Omit<AnsweredCall, keyof AskedCall>>;

/** What the client typed and somebody read, and what it got; tokens stand for secrets. */
export type CallStreams = Record<Stream, KeptStream>;

/** One stream, as far as it is kept: from its beginning. */
export interface KeptStream {
  bytes: Uint8Array;
  /** The bytes as UTF-8. */
  readonly text: string;
  /** How many bytes went over it. */
  length: number;
  /** That these were more than are kept. */
  truncated: boolean;
}

/** What a hook says of a call: a `log` action, or a handler that did something too late. */
export interface HookMessage {
  /** The call that it had its turn with; it may be over. */
  call: AskedCall;
  /** When it was said, in ms since the epoch. */
  time: number;
  hook: string;
  /** After redaction. */
  told: string;
}

/** Told of each call twice, before any of its output and when it has been answered, and of what hooks say of it. */
export interface CallLog {
  asked(call: AskedCall): void;
  answered(call: AnsweredCall): void;
  said?(message: HookMessage): void;
}
