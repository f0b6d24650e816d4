import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The built tapehead, for a Node of the test's own. */
export const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

export interface Done {
  stdout: string;
  stderr: string;
  code: number | null;
}

export interface Running {
  child: ChildProcess;
  done: Promise<Done>;
}

/** Starts the built tapehead. Variables that change what it does by default are taken away. */
export const startTapehead = (args: readonly string[], options?: StartOptions): Running =>
  startNode([MAIN, ...args], options);

type StartOptions = SpawnOptions & { input?: string };

/** Starts a built program of ours; it goes when the test ends. */
export const startNode = (args: readonly string[], options?: StartOptions): Running =>
  startProgram([process.execPath, ...args], options);

/** Starts any program, in the environment that tapehead is tested in; it goes when the test ends. */
export function startProgram(
  [name, ...args]: readonly [string, ...string[]],
  { input = '', env, ...rest }: StartOptions = {},
): Running {
  const { CI: _ci, NO_COLOR: _color, ...inherited } = process.env;
  const child = spawn(name, args, { ...rest, stdio: 'pipe', env: { ...inherited, ...env } });
  child.stdin.on('error', () => undefined); // who does not read it may be gone first
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const done = Promise.all([text(child.stdout), text(child.stderr), ended]).then(
    ([stdout, stderr, code]) => ({
      stdout,
      stderr,
      code,
    }),
  );
  onTestFinished(async () => {
    child.kill('SIGTERM'); // which lets it take its files with it
    await done;
  });
  return { child, done };
}

export const tapehead = (
  args: readonly string[],
  options?: SpawnOptions & { input?: string },
): Promise<Done> => startTapehead(args, options).done;

/** A COMMAND that executes its argument on the deck, by the variables it gets. */
export const ask = (command: string): string[] => [process.execPath, CLIENT, command];

/** The client that `ask` runs. */
export const CLIENT = fileURLToPath(new URL('../../dist/demo/exec-over-ssh.js', import.meta.url));

/** A folder of the test's own, removed when it ends. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
