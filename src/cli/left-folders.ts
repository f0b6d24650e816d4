import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Holder, type Machine, thisMachine } from '../cassette/lock.ts';

/** What private folders are called; mkdtemp adds six characters. */
export const PREFIX = 'tapehead-';

/** A line each: host, boot, pid, start of the process. */
const OWNER = 'owner';

/** Says whose a private folder is, so that it can be removed once that process was killed. */
export async function signFolder(folder: string, { holder }: Machine = thisMachine()): Promise<void> {
  const { host, boot, pid, started } = holder;
  await writeFile(join(folder, OWNER), [host, boot, pid, started, ''].join('\n'), {
    mode: 0o600,
    flag: 'wx',
  });
}

/**
 * Removes the private folders that killed processes left behind. One stays where there is any doubt: whose
 * process lives, or was of another machine, boot or container, or which is not this user's.
 */
export async function sweepLeftFolders(parent: string, machine: Machine = thisMachine()): Promise<void> {
  const names = (await unlessRefused(readdir(parent))) ?? [];
  const folders = names.filter((name) => name.startsWith(PREFIX)).map((name) => join(parent, name));
  await Promise.all(folders.map((folder) => unlessRefused(sweep(folder, machine))));
}

async function sweep(folder: string, machine: Machine): Promise<void> {
  const about = await lstat(folder);
  if (!about.isDirectory() || about.uid !== process.geteuid?.()) return;
  const owner = parseOwner(await readFile(join(folder, OWNER), 'utf8'));
  if (isDead(owner, machine)) await rm(folder, { recursive: true, force: true });
}

function isDead({ host, boot, pid, started }: Holder, machine: Machine): boolean {
  const here = machine.holder;
  const isSeen = boot !== '' && started !== '' && host === here.host && boot === here.boot;
  return isSeen && machine.startOf(pid) !== started;
}

/** Of a file that was cut short, the rest is empty, and so of no process that could be seen. */
function parseOwner(text: string): Holder {
  const [host = '', boot = '', pid = '', started = ''] = text.split('\n');
  return { host, boot, pid: Number(pid), started };
}

/** What the system does not let us look at or remove is not ours, or just went: no concern of this run. */
async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).syscall === 'string') return undefined;
    throw error;
  }
}
