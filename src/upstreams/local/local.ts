import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import type { Invocation, Modified } from '../../invocation.ts';
import type { Stdio } from '../../stdio.ts';
import {
  localCommand,
  localLine,
  throughShell,
  type LocalCommand,
  type Runnable,
  type Variable,
} from './command.ts';
import { exitOf, runLocal, type LocalProcess } from './run.ts';
import { OnlyShims, pastShims } from './past-shims.ts';
import { startOnPty, whyNoPty } from './pty.ts';
import { Pipes } from './pipes.ts';
import { endGroup, isGroupAlive } from './process-group.ts';
import { withoutPasswords } from '../passwords.ts';
import { CANCELLED, refuse, Running } from '../running.ts';
import { localFingerprint } from '../system-fingerprint.ts';
import type { Executed, Upstream } from '../upstream.ts';

/**
 * This machine as an upstream: argv and shell strings run here, by the user of the deck, with its
 * environment and in its folder; a session is a login shell. Whatever it starts ends with it.
 */
export function openLocal(): Upstream {
  return new LocalUpstream();
}

class LocalUpstream implements Upstream {
  readonly url = 'local:';
  readonly host = localFingerprint();
  readonly #pipes = new Pipes();
  readonly #running = new Running();
  /** Groups whose execution is over and of which something lives on. */
  readonly #left = new Set<number>();
  #whyNoPty: Promise<string | undefined> | undefined;

  execute(invocation: Invocation, stdio: Stdio): Promise<Executed> {
    return this.#running.run(stdio, (stop) => this.#execute(invocation, stdio, stop));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running.stop();
    await Promise.all([...this.#left].map((group) => endGroup(group)));
    this.#pipes[Symbol.dispose]();
  }

  async #execute(invocation: Invocation, stdio: Stdio, stop: AbortSignal): Promise<Executed> {
    const { tty, modified } = invocation;
    if (invocation.asked.kind === 'subsystem')
      return refuse(stdio, `local: has no subsystem ${invocation.asked.name}`);
    if (stop.aborted) return refuse(stdio, CANCELLED);
    let started: LocalProcess;
    try {
      const asked = await withoutShim(invocation.asked, invocation.caller);
      const surroundings = await surroundingsFor(invocation.env, modified);
      started = tty
        ? await this.#startOnPty(asked, surroundings, tty)
        : await startOnPipes(asked, surroundings, this.#pipes);
    } catch (error) {
      const refused = await refuse(stdio, (error as Error).message);
      return error instanceof OnlyShims ? { ...refused, byUs: true } : refused;
    }
    stdio.started();
    const executed = await runLocal(started, stdio, stop);
    if (isGroupAlive(started.group)) this.#left.add(started.group);
    return executed;
  }

  async #startOnPty(
    asked: Runnable,
    { env, cwd, awkward }: Surroundings,
    tty: NonNullable<Invocation['tty']>,
  ): Promise<LocalProcess> {
    this.#whyNoPty ??= whyNoPty();
    const why = await this.#whyNoPty;
    if (why !== undefined) throw new Error(why);
    return startOnPty(localLine(asked, awkward), tty, { env, cwd }, this.#pipes);
  }
}

async function startOnPipes(
  asked: Runnable,
  { env, cwd, awkward }: Surroundings,
  pipes: Pipes,
): Promise<LocalProcess> {
  const command = localCommand(asked, awkward);
  const [stdin, stdout, stderr] = [await pipes.take(), await pipes.take(), await pipes.take()];
  const start = (it: LocalCommand): Promise<Started> =>
    startProcess(it, { env, cwd, stdio: [stdin.read, stdout.write, stderr.write] });
  try {
    const { exit, pid } = await start(command).catch((error: unknown) => {
      // It was not run: let a shell say so, as it would on a host.
      if (asked.kind !== 'argv' || !isNotRun(error)) throw error;
      return start(throughShell(asked.argv, awkward));
    });
    return {
      exit,
      group: pid,
      helpers: [],
      stdin: stdin.write,
      outputs: [
        { stream: 'stdout', ends: ['stdout'], fd: stdout.read },
        { stream: 'stderr', ends: ['stderr'], fd: stderr.read },
      ],
      tty: undefined,
    };
  } catch (error) {
    for (const fd of [stdin.write, stdout.read, stderr.read]) closeSync(fd);
    throw error;
  } finally {
    for (const fd of [stdin.read, stdout.write, stderr.write]) closeSync(fd);
  }
}

/** What came through a shim is its original here. argv[0] is its path then. */
async function withoutShim(asked: Runnable, caller: Invocation['caller']): Promise<Runnable> {
  const [name, ...args] = asked.kind === 'argv' ? asked.argv : [];
  if (!caller || name === undefined) return asked;
  const path = await pastShims(Buffer.from(name).toString(), caller, process.env);
  return path === undefined ? asked : { kind: 'argv', argv: [Buffer.from(path), ...args] };
}

const isNotRun = (error: unknown): boolean =>
  ['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '');

interface Started {
  pid: number;
  exit: LocalProcess['exit'];
}

/** @throws the error of spawn(2) or execve(2): nothing was run. */
async function startProcess(
  { file, args, argv0 }: LocalCommand,
  { env, cwd, stdio }: { env: NodeJS.ProcessEnv; cwd: string | undefined; stdio: number[] },
): Promise<Started> {
  const child: ChildProcess = spawn(file, args, {
    detached: true, // a process group of its own, for signals
    env,
    stdio,
    ...(cwd !== undefined && { cwd }),
    ...(argv0 !== undefined && { argv0 }),
  });
  const exit = exitOf(child);
  await once(child, 'spawn');
  if (child.pid === undefined) throw new Error(`${file} was started without a pid`);
  return { pid: child.pid, exit };
}

/** What a process finds around it. */
interface Surroundings {
  env: NodeJS.ProcessEnv;
  /** Undefined: the deck's own. */
  cwd: string | undefined;
  /** Variables whose bytes Node would change. */
  awkward: Variable[];
}

/** @throws Error for a folder that is not there, which spawn(2) tells as a program that is not */
async function surroundingsFor(
  variables: Invocation['env'],
  { cwd, unset = [] }: Partial<Modified> = {},
): Promise<Surroundings> {
  const env = withoutPasswords(process.env);
  for (const name of unset) Reflect.deleteProperty(env, name);
  const awkward: Variable[] = [];
  for (const [name, value] of variables) {
    if (isUtf8(value)) env[name] = Buffer.from(value).toString();
    else awkward.push([name, value]);
  }
  return { env, cwd: cwd && (await folderAt(Buffer.from(cwd))), awkward };
}

async function folderAt(path: Buffer): Promise<string> {
  const text = path.toString();
  if (!isUtf8(path))
    throw new Error(`${text} is a folder whose name is not UTF-8, which cannot be gone to here`);
  if (!(await stat(path)).isDirectory()) throw new Error(`${text} is no folder`);
  return text;
}
