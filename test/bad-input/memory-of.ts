import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The most memory that a process has held so far, in bytes; 0 where the system has no /proc to tell it. */
export function peakMemoryOf({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return 0;
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return Number(kib) * 1024;
}
