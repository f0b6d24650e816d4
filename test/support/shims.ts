import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { exited, type Outcome } from '../../src/outcome.ts';
import { shimBinary } from '../../src/shim/binary.ts';
import { TempFolder } from './tape.ts';

/** How a program went for whoever started it. */
export interface Ran {
  stdout: string;
  stderr: string;
  outcome: Outcome;
}

/** Links to the shim by the names of programs, and programs of the test's own. Suites with them are under `needs('gcc')`. */
export class Shims implements Disposable {
  readonly #folder = new TempFolder();
  /** First on the PATH of what runs here. */
  readonly links = this.#folder.file('links');
  /** Next on it. */
  readonly programs = this.#folder.file('programs');
  /** For a deck to make. */
  readonly socket = this.#folder.file('deck.sock');

  constructor() {
    mkdirSync(this.links);
    mkdirSync(this.programs);
  }

  file(name: string): string {
    return this.#folder.file(name);
  }

  /** Puts the shim in the place of programs by these names. */
  link(...names: readonly string[]): this {
    for (const name of names) symlinkSync(shimBinary(), `${this.links}/${name}`);
    return this;
  }

  /** A shell script that is found behind the shim. */
  program(name: string, script: string, mode = 0o755): this {
    writeFileSync(`${this.programs}/${name}`, `#!/bin/sh\n${script}\n`, { mode });
    return this;
  }

  get env(): NodeJS.ProcessEnv {
    return {
      PATH: `${this.links}:${this.programs}:${process.env['PATH']}`,
      TAPEHEAD_SOCKET: this.socket,
    };
  }

  /** A line of bash, in whose environment the names are interposed. It is killed when it hangs. */
  bash(line: string, { input = '', env = {}, cwd }: Surroundings = {}): Promise<Ran> {
    const child = spawn('/bin/bash', ['--norc', '-c', line], {
      env: { ...this.env, ...env },
      cwd: cwd ?? this.#folder.path,
      timeout: 25_000,
      killSignal: 'SIGKILL',
    });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('latin1').on('data', (text: string) => (said[stream] += text));
    child.stdin.on('error', () => undefined); // nobody reads it
    child.stdin.end(input);
    return new Promise((resolve) => {
      child.once('close', (code, signal) =>
        resolve({
          ...said,
          outcome:
            signal === null
              ? exited(code ?? -1)
              : { kind: 'signalled', name: signal.replace('SIG', ''), core: false },
        }),
      );
    });
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

interface Surroundings {
  /** All of its stdin. */
  input?: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}
