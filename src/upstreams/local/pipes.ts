import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, unlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

/** The two ends of a pipe, as descriptors that share nothing but the pipe. */
export interface Pipe {
  read: number;
  write: number;
}

/**
 * Real pipes, for children. Node's own `stdio: 'pipe'` makes Unix sockets, which Linux does not open a
 * second time: in the child `echo x > /dev/stderr` and `cat /dev/stdin` fail with ENXIO.
 */
export class Pipes implements Disposable {
  #ready: Pipe[] = [];
  #making: Promise<Pipe[]> | undefined;

  /** The taker closes both ends. */
  async take(): Promise<Pipe> {
    for (;;) {
      const pipe = this.#ready.pop();
      if (pipe !== undefined) return pipe;
      this.#making ??= makePipes(BATCH);
      const made = await this.#making.finally(() => (this.#making = undefined));
      this.#ready.push(...made.splice(0));
    }
  }

  [Symbol.dispose](): void {
    for (const { read, write } of this.#ready.splice(0)) {
      closeSync(read);
      closeSync(write);
    }
  }
}

/** Enough for four executions: making them costs a process start. */
const BATCH = 12;

/** Node has no pipe(2). */
const makePipes = (count: number): Promise<Pipe[]> =>
  process.platform === 'linux' ? fromShell(count) : fromFifos(count);

/**
 * A shell makes the pipes, as a pipeline of readers, and Linux lets us open each from the reader that holds
 * it. A fifo would not do: reopened by a child after the EOF, it waits for a writer that never comes.
 */
async function fromShell(count: number): Promise<Pipe[]> {
  // /proc/self is the subshell's, where $$ would be the shell's.
  const reader = '{ read pid rest < /proc/self/stat; echo $pid >&3; read wait; }';
  const pipeline = ['read wait', ...Array.from({ length: count }, () => reader)].join(' | ');
  const shell = spawn('/bin/sh', ['-c', pipeline], { stdio: ['pipe', 'ignore', 'ignore', 'pipe'] });
  const exited = once(shell, 'exit');
  const pids: number[] = [];
  try {
    for await (const line of createInterface(shell.stdio[3] as Readable)) {
      if (pids.push(Number(line)) === count) break;
    }
    if (pids.length < count) throw new Error('/bin/sh made no pipes');
    return pids.map((pid) => openEnds(`/proc/${pid}/fd/0`));
  } finally {
    // Not the shell: it reaps them.
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    shell.stdin?.end();
    await exited;
  }
}

/** Where opening /dev/stdin only duplicates the descriptor, fifos are as good. */
async function fromFifos(count: number): Promise<Pipe[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-'));
  try {
    const names = Array.from({ length: count }, (_, i) => join(folder, String(i)));
    await promisify(execFile)('mkfifo', ['-m', '600', ...names]);
    return names.map((name) => {
      // With both ends open, opening one does not wait for the other.
      const both = openSync(name, constants.O_RDWR | constants.O_NONBLOCK);
      const pipe = openEnds(name);
      closeSync(both);
      unlinkSync(name);
      return pipe;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const openEnds = (path: string): Pipe => ({
  read: openSync(path, constants.O_RDONLY),
  write: openSync(path, constants.O_WRONLY),
});
