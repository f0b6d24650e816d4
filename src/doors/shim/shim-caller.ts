import type { Caller, Invoker, Original } from '../../caller.ts';
import { decodeChain, type Hello } from './hello.ts';
import { CHAIN, type Reports, STDIN } from './reports.ts';

/** The process that a shim stands for. */
export class ShimCaller implements Caller {
  readonly pid: number;
  readonly parent: number;
  readonly uid: number;
  readonly gid: number;
  readonly umask: number;
  readonly target: Uint8Array;
  readonly cwd: Uint8Array | undefined;
  readonly descriptors: Caller['descriptors'];
  readonly original: Original;
  readonly #reports: Reports;
  #invokers: Promise<readonly Invoker[]> | undefined;
  #sharesStdin: Promise<boolean> | undefined;

  constructor(hello: Hello, reports: Reports, original: Original) {
    this.pid = hello.pid;
    this.parent = hello.parent;
    this.uid = hello.uid;
    this.gid = hello.gid;
    this.umask = hello.umask;
    this.target = hello.target;
    this.cwd = hello.cwd;
    this.descriptors = hello.descriptors;
    this.original = original;
    this.#reports = reports;
    if (hello.reports.includes('+chain')) this.#invokers = reports.expect(CHAIN, decodeChain, NOBODY);
    if (hello.reports.includes('+stdin'))
      this.#sharesStdin = reports.expect(STDIN, (from) => from.u8() === 1, false);
  }

  invokers(): Promise<readonly Invoker[]> {
    return (this.#invokers ??= this.#reports.ask<readonly Invoker[]>(CHAIN, decodeChain, NOBODY));
  }

  sharesStdin(): Promise<boolean> {
    return (this.#sharesStdin ??= this.#reports.ask(STDIN, (from) => from.u8() === 1, false));
  }
}

const NOBODY: readonly Invoker[] = [];
