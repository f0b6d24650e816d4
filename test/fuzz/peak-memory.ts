import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The most memory that this process has held since the last `begin()`, beyond what it held then, in bytes.
 * Where the system has no way to begin anew (it is Linux's, proc(5)), growth shows only past the highest ever.
 */
export class PeakMemory {
  #before = 0;

  begin(): void {
    if (LINUX) writeFileSync('/proc/self/clear_refs', '5');
    this.#before = process.memoryUsage.rss();
  }

  get growth(): number {
    return peak() - this.#before;
  }
}

const LINUX = process.platform === 'linux';

function peak(): number {
  if (!LINUX) return process.resourceUsage().maxRSS * 1024;
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? [];
  return Number(kib) * 1024;
}
