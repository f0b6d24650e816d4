import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import type { Note } from '../../src/cassette/recording.ts';
import type { TtySize } from '../../src/event.ts';
import { exited, lost } from '../../src/outcome.ts';
import { quoteArgv } from '../../src/shell.ts';
import type { SshdOptions } from '../support/sshd.ts';
import type { Asking } from './client.ts';
import type { Observation, Seen } from './observation.ts';

/** One row of the table: executions, and what a client must see of each of them, wherever they run. */
export interface Row {
  name: string;
  executions: readonly Execution[];
  /** All of them at once; else one after another. */
  atOnce?: boolean;
  /** The programs wait for stdin before they change stream, so that sshd keeps the order across streams. */
  keepsOrder?: boolean;
  /** A host of its own; else all share one. `no-status`: one that sends none. */
  host?: SshdOptions | 'no-status';
  /** The same, for the deck alone: one that a client without a deck would have to wait for by itself. */
  hostOfDeck?: SshdOptions;
  /** Names of the variables that the host lets in, and that the deck forwards. */
  forwardEnv?: readonly string[];
  /** How the deck's upstream cancels. */
  cancel?: 'signal' | 'pid';
  /** It takes seconds: the self-check spoils it once by all breakages, and not by each. */
  slow?: boolean;
  /** Only these clients run it; why stands beside it. */
  only?: { clients: readonly string[]; why: string };
}

export interface Execution {
  command: Command;
  /** The client asks for a shell; `command` is what the host has for one. */
  shell?: boolean;
  tty?: TtySize;
  env?: Readonly<Record<string, string>>;
  /** What the client has as its own stdin. Default: an open pipe. */
  stdin?: Asking['stdin'];
  /** So much output that it is compared by its digest. */
  digested?: boolean;
  /** What the client does meanwhile. Then it reads to the end, its stdin still open unless closed by a step. */
  steps?: readonly Step[];
  /** Where it leaves by a step: what it must have seen till then, at least, and {@link LEFT}. */
  sees: Observation;
  /** What is wrong with its recording, beside what is seen of it. */
  faults?: (recording: Recorded) => string[];
}

/** A recording, and the folder that the run took place in. */
export interface Recorded {
  notes: readonly Note[];
  folder: string;
}

/** A shell string, made for the folder that the run takes place in. */
export type Command = (folder: string) => Uint8Array;

/**
 * - `send-lines`: as many bytes, as fast as they are taken: lines of eight that count from 1000000.
 * - `cancel`, `go-away`: as a client's executions do; the client sees no more. Last.
 * - `until`: waits until `text` came on a stream, after what an earlier step waited for. Ends with the execution.
 * - `meet`: waits until the executions of the row have all come to this step, or to their end.
 * - `host-dies`: every connection of the host is cut. Nothing on replay, where there is no host.
 */
export type Step =
  | { do: 'send'; bytes: Uint8Array }
  | { do: 'send-lines'; bytes: number }
  | { do: 'close-stdin' }
  | { do: 'widen'; columns: number }
  | { do: 'cancel' | 'go-away' }
  | { do: 'until'; stream: 'stdout' | 'stderr'; text: string }
  | { do: 'meet' }
  | { do: 'host-dies' };

/** A row of one execution. */
export const row = (
  name: string,
  execution: Execution,
  rest: Omit<Row, 'name' | 'executions'> = {},
): Row => ({ name, executions: [execution], ...rest });

/** Where a run's folder has the programs of fixtures/. */
export const PROGRAMS = 'programs';

/** A program of fixtures/ with these arguments, quoted as an argv is for an upstream. */
export const program =
  (name: string, ...args: readonly (string | number | Uint8Array)[]): Command =>
  (folder) =>
    quoteArgv([
      Buffer.from(join(folder, PROGRAMS, name)),
      ...args.map((arg) => (arg instanceof Uint8Array ? arg : Buffer.from(String(arg)))),
    ]);

/** A shell string as it is. It ends with no newline, which clients that are started by a shell would drop. */
export const shell =
  (text: string): Command =>
  () =>
    Buffer.from(text);

export const send = (bytes: string | Uint8Array): Step => ({
  do: 'send',
  bytes: Buffer.from(bytes as string),
});
export const sendLines = (bytes: number): Step => ({ do: 'send-lines', bytes });
export const widen = (columns: number): Step => ({ do: 'widen', columns });
export const cancel: Step = { do: 'cancel' };
export const goAway: Step = { do: 'go-away' };
export const closeStdin: Step = { do: 'close-stdin' };
export const until = (stream: 'stdout' | 'stderr', text: string): Step => ({ do: 'until', stream, text });
export const meet: Step = { do: 'meet' };
export const hostDies: Step = { do: 'host-dies' };

export const stdout = (bytes: string | Uint8Array): Seen => ({
  type: 'stdout',
  bytes: Buffer.from(bytes as string),
});
export const stderr = (bytes: string | Uint8Array): Seen => ({
  type: 'stderr',
  bytes: Buffer.from(bytes as string),
});
export const dies = (name: string): Seen[] => [
  { type: 'eof' },
  { type: 'outcome', outcome: { kind: 'signalled', name, core: false } },
];
/** How an execution ends for a client that leaves. */
export const LEFT: Seen = { type: 'outcome', outcome: lost('the client left') };
export const size = (columns: number, rows: number): TtySize => ({ columns, rows, width: 0, height: 0 });
export const exits = (code: number): Seen[] => [{ type: 'eof' }, { type: 'outcome', outcome: exited(code) }];
