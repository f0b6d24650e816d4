import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { TtySize } from '../../event.ts';
import type { Tty } from '../../invocation.ts';
import { exitOf, type LocalProcess } from './run.ts';
import type { Pipes } from './pipes.ts';
import { quoteAssignment } from '../../shell.ts';
import { sttyModes } from './tty-modes.ts';

const run = promisify(execFile);

/** Why there is no terminal to be had here; undefined where there is. */
export async function whyNoPty(): Promise<string | undefined> {
  const needed =
    'a terminal needs the `script` of util-linux, which is not here: install util-linux (on Debian: bsdutils)';
  try {
    const { stdout } = await run('script', ['--version']);
    return stdout.includes('util-linux') ? undefined : needed;
  } catch {
    return needed;
  }
}

/**
 * Runs one line of shell on a terminal of its own, made by util-linux's `script`: Node cannot make one, and
 * native modules are not admitted. `script` tells of a process killed by a signal as of one that exited
 * with 128 + its number.
 *
 * @throws Error saying why no terminal came about.
 */
export async function startOnPty(
  line: string,
  tty: Tty,
  { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string | undefined },
  pipes: Pipes,
): Promise<LocalProcess> {
  const input = await pipes.take();
  const output = await pipes.take();
  // Which terminal it is and who leads it is told on descriptor 3 before the line begins.
  const prologue = `stty ${sttyArguments(tty).join(' ')} 2>/dev/null; echo "$$ $(tty)" >&3; exec 3>&-; `;
  const args = [
    '--quiet',
    '--return',
    '--flush',
    '--command',
    prologue + shellVariable(env) + line,
    '/dev/null',
  ];
  const child = spawn('script', args, {
    detached: true,
    env: { ...env, TERM: tty.term, SHELL: '/bin/sh' }, // which `script` runs its command with
    stdio: [input.read, output.write, 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  });
  closeSync(input.read);
  closeSync(output.write);
  const exit = exitOf(child);
  const told = await firstLine(child);
  const [, leader, path] = /^(\d+) (\/\S+)$/.exec(told) ?? [];
  if (child.pid === undefined || leader === undefined || path === undefined) {
    closeSync(input.write);
    closeSync(output.read);
    throw new Error(`no terminal: ${told}`);
  }
  return {
    exit,
    group: Number(leader),
    helpers: [child.pid],
    stdin: input.write,
    outputs: [{ stream: 'stdout', ends: ['stdout', 'stderr'], fd: output.read }],
    tty: { resize: resizer(path) },
  };
}

const sizeArguments = ({ rows, columns }: TtySize): string[] => [
  'rows',
  String(rows),
  'cols',
  String(columns),
];

/** `sane` turns the echo back on, which `script` turns off when its own input is no terminal. */
const sttyArguments = (tty: Tty): string[] => ['sane', ...sizeArguments(tty), ...sttyModes(tty.modes)];

const shellVariable = ({ SHELL }: NodeJS.ProcessEnv): string =>
  SHELL === undefined ? 'unset SHELL; ' : `${quoteAssignment('SHELL', Buffer.from(SHELL)).toString()}; `;

/** What is told on descriptor 3, or what `script` complains of instead. */
function firstLine(child: ChildProcess): Promise<string> {
  const report = child.stdio[3] as Readable;
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(complaint.trim() || '`script` ended at once'));
    let told = '';
    report.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.includes('\n')) resolve(told.slice(0, told.indexOf('\n')));
    });
  });
}

/** One `stty` after the other, so that the last size wins. */
function resizer(path: string): (size: TtySize) => void {
  let last: Promise<unknown> = Promise.resolve();
  return (size) => {
    // A terminal that is gone meanwhile has no size to be set.
    last = last.then(() => run('stty', ['-F', path, ...sizeArguments(size)]).catch(() => undefined));
  };
}
