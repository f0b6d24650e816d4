import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ConnectConfig } from 'ssh2';
import type { DeckOptions } from '../src/index.ts';
import type { Ready } from '../src/running-deck.ts';

/** How clients reach a deck in another process. */
export interface Served {
  /** How ssh2 logs in to it. */
  login: ConnectConfig;
  /** The line of a known_hosts file for it. */
  knownHosts: string;
  shim: Ready['shim'];
}

/** A deck in another process. */
export interface DeckProcess extends AsyncDisposable, Served {
  /** What it has open, and its bytes of memory. */
  held(): { descriptors: number; memory: number };
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
    ...(JSON.parse(line) as Served),
    held: () => ({ descriptors: readdirSync(`/proc/${pid}/fd`).length, memory: memory(pid, 'VmRSS') }),
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
