import { readFileSync } from 'node:fs';

/** The first child of a process (proc(5), children); undefined where there is none, or the kernel does not tell. */
export function childOf(pid: number): number | undefined {
  try {
    const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ');
    return child === '' ? undefined : Number(child);
  } catch {
    return undefined;
  }
}
