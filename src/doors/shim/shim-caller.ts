import type { Caller, ImageFile, Invoker, Original } from '../../caller.ts';
import { decodeChain, decodeImageData, type Hello } from './hello.ts';
import { type DeckProcess, ownInvokers } from './own-invokers.ts';
import type { PayloadReader } from './payload.ts';
import { CHAIN, IMAGE, type Reports, STDIN } from './reports.ts';

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
  readonly imageData?: () => Promise<ImageFile | undefined>;
  readonly #reports: Reports;
  readonly #deck: DeckProcess | undefined;
  #invokers: Promise<readonly Invoker[]> | undefined;
  #sharesStdin: Promise<boolean> | undefined;

  /** @param deck that invokers are told up to, where it runs on their machine */
  constructor(hello: Hello, reports: Reports, original: Original, deck: DeckProcess | undefined) {
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
    this.#deck = deck;
    if (hello.hasImageData) this.imageData = () => reports.ask(IMAGE, decodeImageData, undefined);
    if (hello.reports.includes('+chain')) this.#invokers = reports.expect(CHAIN, invokersBelow(deck), NOBODY);
    if (hello.reports.includes('+stdin'))
      this.#sharesStdin = reports.expect(STDIN, (from) => from.u8() === 1, false);
  }

  invokers(): Promise<readonly Invoker[]> {
    return (this.#invokers ??= this.#reports.ask(CHAIN, invokersBelow(this.#deck), NOBODY));
  }

  sharesStdin(): Promise<boolean> {
    return (this.#sharesStdin ??= this.#reports.ask(STDIN, (from) => from.u8() === 1, false));
  }
}

const invokersBelow =
  (deck: DeckProcess | undefined) =>
  (from: PayloadReader): readonly Invoker[] =>
    ownInvokers(decodeChain(from), deck);

const NOBODY: readonly Invoker[] = [];
