import type { Outcome } from './outcome.ts';

/** Size of a terminal: columns and rows in characters, width and height in pixels (0: not told). */
export interface TtySize {
  columns: number;
  rows: number;
  width: number;
  height: number;
}

/** What the client types. `eof` is the half-close: output may go on for long after it. */
export type StdinEvent = { type: 'stdin'; bytes: Uint8Array } | { type: 'eof'; stream: 'stdin' };

/** What the client does beside typing. `name` is a signal without SIG. */
export type ControlEvent = { type: 'signal'; name: string } | ({ type: 'resize' } & TtySize);

/**
 * What the client gets. The outcome may come before the last output: a background child can hold the
 * pipes after its parent has exited.
 */
export type OutputEvent =
  | { type: 'stdout' | 'stderr'; bytes: Uint8Array }
  | { type: 'eof'; stream: 'stdout' | 'stderr' }
  | { type: 'outcome'; outcome: Outcome };

/** One thing on the one timeline of an execution. */
export type Event = StdinEvent | ControlEvent | OutputEvent;

/** An event with its offset in µs since the invocation, monotonic, never less than its forerunner's. */
export type Timed<E extends Event = Event> = E & { at: number };

/** The three byte streams. */
export type Stream = 'stdin' | 'stdout' | 'stderr';
