import { readFileSync } from 'node:fs';

/** Whether a process runs. A zombie does not: whoever is pid 1 here may take its time to reap it. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
