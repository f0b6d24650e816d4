import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { hostedShim } from './compiled.ts';

/** What a sanitizer that found something exits with; no test expects it. */
const FOUND = 99;

const SANITIZERS = {
  ASAN_OPTIONS: `detect_leaks=0:exitcode=${FOUND}:abort_on_error=0`,
  UBSAN_OPTIONS: `print_stacktrace=1:exitcode=${FOUND}`,
};

export interface Ended {
  /** 128 + N where signal N ended it, as a shell counts. */
  status: number;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  args?: readonly string[];
  env?: Record<string, string>;
  cwd?: string;
  argv0?: string;
  stdio?: SpawnOptions['stdio'];
  /** Run by `sh -c` with the shim as $0: `exec "$0" <&-`. */
  shell?: string;
  /** Another program than the one that the sanitizers watch. */
  program?: string;
}

/** A program under test. It is killed with the test, if it has not ended by then. */
export class ShimRun implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on('data', (bytes: Buffer) => this.#stdout.push(bytes));
    child.stderr?.on('data', (bytes: Buffer) => this.#stderr.push(bytes));
    child.stdin?.on('error', () => undefined); // it need not read
    this.ended = once(child, 'close').then(([code, signal]) => {
      const [stdout, stderr] = [this.stdout, Buffer.concat(this.#stderr).toString('latin1')];
      if (/AddressSanitizer|runtime error/.test(stderr)) throw new Error(stderr);
      return {
        status: (code as number | null) ?? 128,
        signal: signal as NodeJS.Signals | null,
        stdout,
        stderr,
      };
    });
    this.ended.catch(() => undefined);
  }

  /** So far. */
  get stdout(): string {
    return Buffer.concat(this.#stdout).toString('latin1');
  }

  get stderr(): string {
    return Buffer.concat(this.#stderr).toString('latin1');
  }

  get stdin(): Writable {
    return this.child.stdin as Writable;
  }

  /** Resolves when this has come on stderr or stdout. */
  async until(stream: 'stdout' | 'stderr', text: string): Promise<void> {
    while (!this[stream].includes(text)) await once(this.child[stream] as Readable, 'data');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
    this.child.stdin?.destroy();
    await this.ended.catch(() => undefined);
  }
}

export async function runShim(
  socket: string | undefined,
  { args = [], env = {}, cwd, argv0, stdio = 'pipe', shell, program }: RunOptions = {},
): Promise<ShimRun> {
  const shim = program ?? (await hostedShim());
  const [command, words] = shell === undefined ? [shim, args] : ['/bin/sh', ['-c', shell, shim, ...args]];
  const child = spawn(command, words, {
    cwd,
    stdio,
    argv0,
    env: {
      PATH: '/usr/bin:/bin',
      ...SANITIZERS,
      ...(socket === undefined ? {} : { TAPEHEAD_SOCKET: socket }),
      ...env,
    },
  });
  return new ShimRun(child);
}
