import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a process may take to end itself, and then to be gone after SIGKILL, ms. */
export const GRACE = 2_000;
const POLL = 20;

/**
 * Signals every process of the group that we may signal. A name that is none here, and a group that is no
 * more, are passed over.
 */
export function signalGroup(group: number, name: string): void {
  const signal = `SIG${name}`;
  if (!(signal in constants.signals)) return;
  kill(group, signal);
}

/** By one signal after the other, {@link GRACE} apart. Resolves to whether the whole group is gone. */
export async function endGroup(group: number, signals = ['TERM', 'KILL']): Promise<boolean> {
  for (const name of signals) {
    signalGroup(group, name);
    const deadline = Date.now() + GRACE;
    while (isGroupAlive(group) && Date.now() < deadline) await sleep(POLL);
    if (!isGroupAlive(group)) return true;
  }
  return false;
}

/** Whether a process of the group still runs. A zombie does not: nobody may ever reap it in a container. */
export function isGroupAlive(group: number): boolean {
  if (!kill(group, 0)) return false;
  return process.platform !== 'linux' || hasLiveMember(group);
}

/** Whether there is such a group; that all of it is somebody else's (EPERM) does not matter to that. */
function kill(group: number, signal: string | number): boolean {
  try {
    return process.kill(-group, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH' || code === 'EPERM') return code === 'EPERM';
    throw error;
  }
}

function hasLiveMember(group: number): boolean {
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    const found = /^\d+ \(.*\) (\S) \d+ (\d+)/s.exec(readStat(name));
    return found !== null && Number(found[2]) === group && found[1] !== 'Z' && found[1] !== 'X';
  });
}

/** Empty when the process has ended meanwhile. */
function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return '';
  }
}
