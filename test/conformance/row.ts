import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import type { TtySize } from '../../src/event.ts';
import { exited } from '../../src/outcome.ts';
import { quoteArgv } from '../../src/shell.ts';
import type { SshdOptions } from '../support/sshd.ts';
import type { Observation, Seen } from './observation.ts';

/** One row of the table: executions, and what a client must see of each of them, wherever they run. */
export interface Row {
  name: string;
  executions: readonly Execution[];
  /** All of them at once; else one after another. */
  atOnce?: boolean;
  /** The programs wait for stdin before they change stream, so that sshd keeps the order across streams. */
  keepsOrder?: boolean;
  /** A host of its own; else all share one. */
  host?: SshdOptions;
}

export interface Execution {
  command: Command;
  tty?: TtySize;
  /** What the client does meanwhile. Then it reads to the end, its stdin still open unless closed by a step. */
  steps?: readonly Step[];
  sees: Observation;
}

/** A shell string, made for the folder that the run takes place in. */
export type Command = (folder: string) => Uint8Array;

/**
 * - `until`: waits until `text` came on a stream, after what an earlier step waited for. Ends with the execution.
 * - `meet`: waits until the executions of the row have all come to this step, or to their end.
 * - `host-dies`: every connection of the host is cut. Nothing on replay, where there is no host.
 */
export type Step =
  | { do: 'send'; bytes: Uint8Array }
  | { do: 'close-stdin' }
  | { do: 'until'; stream: 'stdout' | 'stderr'; text: string }
  | { do: 'meet' }
  | { do: 'host-dies' };

/** A row of one execution. */
export const row = (
  name: string,
  { keepsOrder, host, ...execution }: Execution & Pick<Row, 'keepsOrder' | 'host'>,
): Row => ({
  name,
  executions: [execution],
  ...(keepsOrder !== undefined && { keepsOrder }),
  ...(host !== undefined && { host }),
});

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
export const exits = (code: number): Seen[] => [{ type: 'eof' }, { type: 'outcome', outcome: exited(code) }];
