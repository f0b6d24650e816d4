import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Outcome } from '../../../src/outcome.ts';
import { pathOf } from '../../support/needs.ts';
import type { Asking, Connection, Hear, Running } from '../client.ts';
import { Eye, type Observation } from '../observation.ts';

/** How a program that ended looks to whoever started it. */
export type HowItEnded = (code: number | null, signal: NodeJS.Signals | null) => Outcome;

/** Which child process does what is asked for. */
export interface HowToStart {
  words: readonly string[];
  /** Whether the command is one more argument. */
  takesCommand: boolean;
  env: Readonly<Record<string, string>>;
}

/** Executions as child processes. Node would pass no bytes that are not UTF-8, so a shell reads the command from a file. */
export async function childProcesses(
  how: (asking: Asking) => HowToStart,
  outcome: HowItEnded,
): Promise<Connection> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-commands-'));
  let commands = 0;
  return {
    async start(asking, hear) {
      const file = join(folder, String(commands++));
      await writeFile(file, asking.command);
      return watch(start(how(asking), file, folder, asking), `${file}.tty`, asking, outcome, hear);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

function start(
  { words, takesCommand, env: own }: HowToStart,
  command: string,
  folder: string,
  { tty, stdin }: Asking,
): ChildProcessWithoutNullStreams {
  // An empty home: a shell that is started on a socket, as Node does it, reads the profile there.
  const env = { PATH: process.env['PATH'], ...own, HOME: folder, COMMAND: command, SHELL: '/bin/sh' };
  const from = { open: '', null: ' </dev/null', closed: ' <&-' }[stdin];
  const exec = `exec "$@"${takesCommand ? ' "$(cat "$COMMAND")"' : ''}${from}`;
  const run = ['/bin/sh', '-c', exec, 'sh', ...words] as const;
  if (tty === undefined) return spawn(run[0], run.slice(1), { env });
  // script(1) opens a terminal and copies it to its stdout.
  const sized = `tty >"$COMMAND.tty"; stty rows ${tty.rows} cols ${tty.columns}; exec ${run.map(quoted).join(' ')}`;
  return spawn(pathOf('script'), ['-qec', sized, '/dev/null'], { env });
}

function watch(
  child: ChildProcessWithoutNullStreams,
  terminal: string,
  { digested }: Asking,
  outcome: HowItEnded,
  hear: Hear,
): Running {
  const eye = new Eye(digested);
  for (const type of ['stdout', 'stderr'] as const) {
    child[type].on('data', (bytes: Buffer) => {
      eye.see({ type, bytes });
      hear(type, bytes);
    });
  }
  // A program may end before it has read all.
  child.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const over = new Promise<Observation>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      eye.see({ type: 'eof' });
      eye.see({ type: 'outcome', outcome: outcome(code, signal) });
      resolve(eye.observation());
    });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await over;
  };
  return {
    write: (bytes) => new Promise((resolve) => child.stdin.write(bytes, () => resolve())),
    closeStdin: () => child.stdin.end(),
    async widen(columns) {
      const path = (await readFile(terminal, 'utf8')).trim();
      await run('stty', ['-F', path, 'cols', String(columns)]).catch(async (error: unknown) => {
        if (existsSync(path)) throw error;
        await over; // it went with the program
      });
    },
    over,
    cancel: () => end('SIGTERM'),
    cut: () => end('SIGKILL'),
  };
}

const run = promisify(execFile);

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
