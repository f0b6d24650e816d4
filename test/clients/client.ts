import type { DoorFile } from '../../src/cli/client-files.ts';
import type { ToolName } from '../../setup/tools.mjs';
import type { Command, Seen } from './commands.ts';

/** A program or library that people execute commands over SSH with, used as they use it. */
export interface SshClient {
  readonly name: string;
  readonly needs: readonly ToolName[];
  /** Whether it can send stdin, and end it. */
  readonly stdin: boolean;
  /** Whether it asks for a terminal, which makes one stream of two, with CR LF. */
  readonly tty: boolean;
  /** Whether it hands out both streams as one, in the order in which they came. */
  readonly merges: boolean;
  /** How many of the commands are enough where each takes it seconds. */
  readonly atMost?: number;
  /** Executes each job's commands one after the other; what it saw of them, in their order. */
  run(jobs: readonly Job[]): Promise<Seen[][]>;
}

/** What to execute where. */
export interface Job {
  readonly server: DoorFile;
  readonly commands: readonly Command[];
}
