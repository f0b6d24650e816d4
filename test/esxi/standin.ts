import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { spawned } from '../clients/spawned.ts';
import { isAlive } from '../support/processes.ts';

/** Where published outputs of ESXi hosts are, and a stand-in host that answers with them: not part of this project. */
const shared = join(import.meta.dirname, '..', '..', '..', 'shared', 'esx');

/** A suite that needs the stand-in; where there is none it is left out, and the closing summary says why. */
export function withStandin(suite: string, body: () => void): void {
  const reason = !existsSync(join(shared, 'standin'))
    ? 'the stand-in ESXi is not here (../shared/esx/standin)'
    : process.getuid?.() !== 0
      ? 'the stand-in ESXi lets in root alone'
      : undefined;
  if (reason === undefined) describe(suite, body);
  else describe.skip(suite, { meta: { leftOut: reason } }, body);
}

/** What an upstream needs of it. */
export interface Standin extends AsyncDisposable {
  readonly url: string;
  readonly identity: string;
  readonly knownHosts: string;
}

/** A published command and what it wrote. */
export interface Published {
  readonly name: string;
  readonly command: string;
  readonly stdout: string;
}

/** Starts the stand-in; where several hosts published a command, it answers as those in `first` did. */
export async function startStandin(first: readonly Published[]): Promise<Standin> {
  const folder = await mkdtemp(join(tmpdir(), 'standin-'));
  const overlay = join(folder, 'overlay');
  await mkdir(overlay);
  for (const name of new Set(first.map((one) => one.name))) {
    await symlink(join(shared, 'outputs', name), join(overlay, name));
  }
  const work = join(folder, 'work');
  const { code, stdout, stderr } = await spawned(
    ['/usr/bin/python3', join(shared, 'standin'), '--dir', work, '--overlay', overlay],
    { env: { PYTHONDONTWRITEBYTECODE: '1' } },
  );
  if (code !== 0) throw new Error(`the stand-in did not start: ${stderr}`);
  return {
    url: `ssh://root@127.0.0.1:${stdout.trim()}`,
    identity: join(work, 'id'),
    knownHosts: join(work, 'known_hosts'),
    async [Symbol.asyncDispose]() {
      await stop(Number(await readFile(join(work, 'pid'), 'utf8')));
      await rm(folder, { recursive: true });
    },
  };
}

/** The commands of one real session in their order, as far as their outputs are published here. */
export async function publishedSession(file: string): Promise<Published[]> {
  const lines = (await readFile(join(shared, file), 'utf8')).split('\n');
  const names = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const here = names.filter((name) => existsSync(join(shared, 'outputs', name, 'cmd')));
  return Promise.all(here.map(published));
}

async function published(name: string): Promise<Published> {
  const read = (file: string): Promise<string> => readFile(join(shared, 'outputs', name, file), 'latin1');
  return { name, command: (await read('cmd')).trim(), stdout: await read('stdout') };
}

/** It is a daemon, whose end nobody is told of. */
async function stop(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
}
