import { readFileSync } from 'node:fs';

/** Whether a process runs. A zombie does not: whoever is pid 1 here may take its time to reap it. */
export const isAlive = (pid: number): boolean => ![undefined, 'Z'].includes(stateOf(pid));

/** Whether it is stopped by a signal. */
export const isStopped = (pid: number): boolean => stateOf(pid) === 'T';

/** The letter that proc_pid_stat(5) has for it. */
function stateOf(pid: number): string | undefined {
  try {
    return /^\d+ \(.*\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1];
  } catch {
    return undefined;
  }
}
