import type { Terminal } from './terminal.ts';

/** One run of the command line: what a subcommand is given, and what it leaves behind. */
export interface CommandLine {
  readonly terminal: Terminal;
  /** What stood after `--`; undefined where there was none. */
  readonly command: readonly string[] | undefined;
  exitCode: number;
}
