import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TtySize } from '../../../src/event.ts';
import type { Outcome } from '../../../src/outcome.ts';
import { pathOf } from '../../support/needs.ts';
import type { Connection, Hear, Running } from '../client.ts';
import { join as joinSeen, type Seen } from '../observation.ts';

/** How a program that ended looks to whoever started it. */
export type HowItEnded = (code: number | null, signal: NodeJS.Signals | null) => Outcome;

/**
 * Executions as child processes of `words`, which get the command as one more argument. Node would pass no
 * bytes that are not UTF-8, so a shell reads it from a file.
 */
export async function childProcesses(
  words: (tty: TtySize | undefined) => readonly string[],
  outcome: HowItEnded,
): Promise<Connection> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-commands-'));
  let commands = 0;
  return {
    async start(command, tty, hear) {
      const file = join(folder, String(commands++));
      await writeFile(file, command);
      return watch(start(words(tty), file, folder, tty), outcome, hear);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

function start(
  words: readonly string[],
  command: string,
  folder: string,
  tty: TtySize | undefined,
): ChildProcessWithoutNullStreams {
  // An empty home: a shell that is started on a socket, as Node does it, reads the profile there.
  const env = { PATH: process.env['PATH'], HOME: folder, COMMAND: command, SHELL: '/bin/sh' };
  const run = ['/bin/sh', '-c', 'exec "$@" "$(cat "$COMMAND")"', 'sh', ...words] as const;
  if (tty === undefined) return spawn(run[0], run.slice(1), { env });
  // script(1) opens a terminal and copies it to its stdout.
  const sized = `stty rows ${tty.rows} cols ${tty.columns}; exec ${run.map(quoted).join(' ')}`;
  return spawn(pathOf('script'), ['-qec', sized, '/dev/null'], { env });
}

function watch(child: ChildProcessWithoutNullStreams, outcome: HowItEnded, hear: Hear): Running {
  const seen: Seen[] = [];
  for (const type of ['stdout', 'stderr'] as const) {
    child[type].on('data', (bytes: Buffer) => {
      seen.push({ type, bytes });
      hear(type, bytes);
    });
  }
  // A program may end before it has read all.
  child.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const over = new Promise<Seen[]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve([...seen, { type: 'eof' }, { type: 'outcome', outcome: outcome(code, signal) }]),
    );
  });
  return {
    write: (bytes) => child.stdin.write(bytes),
    closeStdin: () => child.stdin.end(),
    over: over.then(joinSeen),
    cut: () => child.kill('SIGKILL'),
  };
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
