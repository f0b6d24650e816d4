import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { EndSignals } from './end-signals.ts';
import type { Terminal } from './terminal.ts';

/** As shells have it: found, but it cannot be executed; not found. */
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;

/** The exit code that stands for a signal. */
export const signalCode = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];

/**
 * Runs COMMAND with our own stdin, stdout and stderr. Signals that would end tapehead go to it instead;
 * what it makes of them is its own business.
 *
 * @returns its exit code, 128 + n for signal n, 127 where there is none of that name, 126 where it cannot
 *   be executed.
 */
export async function runCommand(
  [name, ...args]: Command,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
  signals: EndSignals,
  { grace, receiver }: Ending = {},
): Promise<number> {
  const child = spawn(name, args, { stdio: 'inherit', env });
  let cut: NodeJS.Timeout | undefined;
  using _ = signals.handTo((signal) => {
    if (cut) child.kill('SIGKILL');
    else if (!(signal === 'SIGINT' && sharesTerminal(terminal))) send(signal, child, receiver);
    if (grace !== undefined) cut ??= setTimeout(() => child.kill('SIGKILL'), grace);
  });
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return; // a signal that could not be sent
      const missing = error.code === 'ENOENT';
      terminal.say(
        missing
          ? `tapehead: there is no command ${name}\ntry: its spelling, and PATH`
          : `tapehead: ${name} cannot be executed: ${error.message}\ntry: chmod +x, and a #! line that names an interpreter`,
      );
      resolve(missing ? NOT_FOUND : NOT_EXECUTABLE);
    });
    child.once('exit', (status, signal) => resolve(signal ? signalCode(signal) : (status ?? 0)));
  });
  clearTimeout(cut);
  return code;
}

/** How COMMAND is ended by a signal, where something else stands between. */
export interface Ending {
  /** How long it may take after the first signal, ms, before it is killed; a second one kills it at once. Default: ever. */
  grace?: number;
  /** Who is to get the first signal, by the pid of what was started; undefined: that itself. */
  receiver?: (started: number) => number | undefined;
}

function send(signal: NodeJS.Signals, child: ChildProcess, receiver: Ending['receiver']): void {
  const pid = child.pid === undefined ? undefined : receiver?.(child.pid);
  try {
    if (pid === undefined) child.kill(signal);
    else process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has just ended
  }
}

/** A name and its arguments. */
export type Command = readonly [string, ...string[]];

/** A terminal sends Ctrl-C to us and to COMMAND alike; handing it on would make two of it. */
const sharesTerminal = ({ process }: Terminal): boolean =>
  [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
