import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The folder of an example. */
export const example = (name: string): string => join(root, 'examples', name);

/** `tapehead` as a command of its own, as it is once installed. */
export interface Installed extends AsyncDisposable {
  /** With `tapehead` on PATH. */
  readonly env: NodeJS.ProcessEnv;
}

export async function installTapehead(): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-installed-'));
  const command = join(folder, 'tapehead');
  await writeFile(
    command,
    `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/src/cli/main.js')}' "$@"\n`,
  );
  await chmod(command, 0o755);
  return {
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

export interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, encoding: 'utf8' }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}
