import { spawn } from 'node:child_process';
import type { Job, SshClient } from './client.ts';
import type { Seen } from './commands.ts';

/** Starts a program and gives what it wrote and how it ended; it ends with `stdin`, if there is any, as its input. */
export function spawned(
  [program, ...args]: readonly [string, ...string[]],
  { stdin, env = {}, cwd }: { stdin?: string | undefined; env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Seen> {
  const { SSH_AUTH_SOCK: _agent, ...inherited } = process.env;
  const child = spawn(program, args, {
    cwd,
    env: { ...inherited, ...env },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.on('error', () => undefined); // who does not read it may be gone first
  child.stdin?.end(stdin, 'latin1');
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout?.on('data', (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({
        stdout: Buffer.concat(chunks.stdout).toString('latin1'),
        stderr: Buffer.concat(chunks.stderr).toString('latin1'),
        code: code ?? -1,
      }),
    );
  });
}

/** A client whose every command is a process of its own. */
export function aProcessEach(
  start: (job: Job['server'], command: string, stdin: string | undefined) => Promise<Seen>,
): SshClient['run'] {
  const runOne = async ({ server, commands }: Job): Promise<Seen[]> => {
    const seen: Seen[] = [];
    for (const { command, stdin } of commands) seen.push(await start(server, command, stdin));
    return seen;
  };
  return (jobs) => Promise.all(jobs.map(runOne));
}

/**
 * A client that is a program of ours: jobs go in as JSON, what was seen comes out as JSON, streams as base64.
 *
 * @throws Error with what it said when it failed
 */
export async function byProgram(
  program: readonly [string, ...string[]],
  jobs: readonly Job[],
  env: NodeJS.ProcessEnv = {},
): Promise<Seen[][]> {
  const { stdout, stderr, code } = await spawned(program, { stdin: JSON.stringify(jobs), env });
  if (code !== 0) throw new Error(`${program.join(' ')} ended with ${code}: ${stderr}`);
  return (JSON.parse(stdout) as Seen[][]).map((job) =>
    job.map((seen) => ({ ...seen, stdout: latin1(seen.stdout), stderr: latin1(seen.stderr) })),
  );
}

/** A program in fixtures/. */
export const fixture = (name: string): string => `${import.meta.dirname}/fixtures/${name}`;

const latin1 = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');
