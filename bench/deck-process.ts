import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ConnectConfig } from 'ssh2';
import type { DeckOptions } from '../src/index.ts';

/** A deck in another process, and how ssh2 logs in to it. */
export interface DeckProcess extends AsyncDisposable {
  login: ConnectConfig;
  /** Bytes of memory it has now; its peak counts from here on. */
  restartPeak(): number;
  /** The most it had since then. */
  peak(): number;
}

/** @param options such as JSON can carry */
export async function startDeck(options: DeckOptions): Promise<DeckProcess> {
  const script = fileURLToPath(new URL('./serve.js', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { pid } = child;
  if (pid === undefined) throw new Error('the deck did not start');
  return {
    login: JSON.parse(line) as ConnectConfig,
    restartPeak() {
      writeFileSync(`/proc/${pid}/clear_refs`, '5'); // proc(5)
      return memory(pid, 'VmRSS');
    },
    peak: () => memory(pid, 'VmHWM'),
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}

function memory(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
}
