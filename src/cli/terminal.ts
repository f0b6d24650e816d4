import type { Readable, Writable } from 'node:stream';
import { explain } from '../errors.ts';
import { visible, visibleLines } from '../visible.ts';

/** What the command line has of the world beside files. `process` is one. */
export interface ProcessLike {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
  env: NodeJS.ProcessEnv;
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
}

/** Whoever read our stdout has read enough: `tapehead show x | head`. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Data goes to stdout, people's messages to stderr, progress only where a person watches. */
export interface Terminal {
  readonly process: ProcessLike;
  /** Resolves when taken. @throws ReaderGone */
  data(text: string | Uint8Array): Promise<void>;
  /** A message for people, whole lines, control characters escaped. */
  say(lines: string): void;
  /** What went wrong, and the remedy. */
  complain(error: unknown): void;
  /** A line that the next one replaces, on a terminal only; an empty one clears it. */
  progress(line: string): void;
  /** Whether stdout takes colours. */
  readonly colours: boolean;
}

export function openTerminal(process: ProcessLike): Terminal {
  const { stdout, stderr, env } = process;
  let dataGone = false;
  let progressShown = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever wrote is told; thrown here it would end the process in the middle of a run.
    if (error.code === 'EPIPE') dataGone = true;
  });
  // Nobody is left to be told that stderr is gone (EPIPE, or EIO after a hangup).
  stderr.on('error', () => undefined);

  const terminal: Terminal = {
    process,
    data: (text) =>
      new Promise((resolve, reject) => {
        if (dataGone) reject(new ReaderGone());
        else
          stdout.write(text, (error) =>
            error ? reject(isGone(error) ? new ReaderGone() : error) : resolve(),
          );
      }),
    say(lines) {
      terminal.progress('');
      stderr.write(visibleLines(lines.endsWith('\n') ? lines : `${lines}\n`));
    },
    complain(error) {
      terminal.say(explain(error));
    },
    progress(line) {
      if (!stderr.isTTY || (line === '' && !progressShown)) return;
      progressShown = line !== '';
      stderr.write(`\r\x1b[K${visible(line)}`);
    },
    colours: stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
  };
  return terminal;
}

const isGone = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';
