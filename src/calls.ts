import type { Caller, Invoker } from './caller.ts';
import type { Asked } from './invocation.ts';
import type { Outcome } from './outcome.ts';

/** Where an answer came from. */
export type Provenance =
  | { from: 'cassette'; file: string; index: number }
  | { from: 'upstream'; url: string; taped: boolean; trouble?: Trouble }
  /** The shadowed original; `failure`: why it could not be run. */
  | { from: 'passthrough'; failure?: string }
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
  provenance.from === 'trouble'
    ? provenance
    : provenance.from === 'upstream'
      ? provenance.trouble
      : undefined;

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

export interface AnsweredCall extends AskedCall {
  provenance: Provenance;
  outcome: Outcome | undefined;
  /** From asked to answered, in µs. */
  duration: number;
  /** The ancestors of the caller, the nearest first; asked for where there is a log. */
  invokers?: readonly Invoker[];
}

/** Told of each call twice: before any of its output, and when it has been answered. */
export interface CallLog {
  asked(call: AskedCall): void;
  answered(call: AnsweredCall): void;
}
