import type { Caller, Change, Invoker } from '../../caller.ts';
import { TapeheadError } from '../../errors.ts';
import type { Invocation } from '../../invocation.ts';
import { exited } from '../../outcome.ts';
import type { Executed } from '../../upstreams/upstream.ts';
import type { Answer } from '../door.ts';
import { Child } from './child.ts';
import { encodeChange } from './change.ts';
import { type Frame, FrameReader, FROM_SHIM, PROTOCOL_VERSION, TO_SHIM } from './frame.ts';
import { decodeChain, decodeEnv, decodeHello, type Hello } from './hello.ts';
import { Outbox } from './outbox.ts';
import { brokenFrame, PayloadReader, strings, u16 } from './payload.ts';
import { ShimStdio } from './shim-stdio.ts';
import { signalName } from './signal.ts';
import type { Wire, WireListener } from './wire.ts';

/** What a shim's connection stands in. */
export interface ShimContext {
  answer: Answer;
  /** Of shims on this door that declare none, or, where it is `fixed`, of all. */
  origin: { name: string; fixed: boolean };
  /** Names of the variables that leave the shim's process; no others do. */
  env: readonly string[];
  log: (message: string) => void;
  /** Told of each execution; it is over when nothing more goes to the shim. */
  onExecution(over: Promise<void>): void;
}

/** One shim: its report, then the execution that it is the mouth of. */
export class ShimConnection implements WireListener {
  readonly #wire: Wire;
  readonly #context: ShimContext;
  readonly #frames = new FrameReader();
  readonly #outbox: Outbox;
  readonly #reports = new Map<number, (payload: PayloadReader) => void>();
  #stdio: ShimStdio | undefined;
  #child: Child | undefined;
  #failed: ((executed: Executed | undefined) => void) | undefined;
  #gone = false;

  constructor(wire: Wire, context: ShimContext) {
    this.#wire = wire;
    this.#context = context;
    this.#outbox = new Outbox(wire);
  }

  /** Whether it has said what it is. */
  get known(): boolean {
    return this.#stdio !== undefined;
  }

  onBytes(bytes: Buffer): void {
    try {
      for (const frame of this.#frames.push(bytes)) this.#onFrame(frame);
    } catch (error) {
      if (!(error instanceof TapeheadError)) throw error;
      this.#context.log(`a shim is cut off: ${error.message}`);
      this.#wire.cut();
    }
  }

  onGone(): void {
    this.#gone = true;
    this.#stdio?.leave();
    this.#child?.leave();
    this.#failed?.(undefined);
    for (const report of this.#reports.values()) report(NOTHING());
  }

  #onFrame(frame: Frame): void {
    const stdio = this.#stdio;
    if (stdio === undefined) return this.#onHello(frame);
    const from = new PayloadReader(frame.payload);
    switch (frame.type) {
      case FROM_SHIM.STDIN:
        from.u8();
        return stdio.typed(from.rest());
      case FROM_SHIM.STDIN_EOF:
        return stdio.typed(undefined);
      case FROM_SHIM.SIGNAL:
        return stdio.pressed({ type: 'signal', name: signalName(from.u8()) });
      case FROM_SHIM.RESIZE: {
        const [columns, rows, width, height] = [from.u16(), from.u16(), from.u16(), from.u16()];
        return stdio.pressed({ type: 'resize', columns, rows, width, height });
      }
      case FROM_SHIM.REPORT: {
        const what = from.u8();
        const report = this.#reports.get(what);
        this.#reports.delete(what);
        return report?.(from);
      }
      case FROM_SHIM.CLOSED:
        return; // as for any program whose output nobody reads: it goes on
      case FROM_SHIM.FAILED:
        if (this.#child) return this.#child.onFrame(frame);
        return this.#failed?.({ outcome: exited(from.u8()), notes: [] });
      case FROM_SHIM.CHILD_DATA:
      case FROM_SHIM.CHILD_EOF:
      case FROM_SHIM.CHILD_OUTCOME:
      case FROM_SHIM.CHILD_CREDIT:
        if (this.#child) return this.#child.onFrame(frame);
    }
    throw brokenFrame(`of type ${frame.type} was not expected`);
  }

  #onHello({ type, payload }: Frame): void {
    if (type !== FROM_SHIM.HELLO) throw brokenFrame(`of type ${type} came first`);
    const hello = decodeHello(payload);
    if ('version' in hello) {
      this.#context.log(`a shim speaks version ${hello.version} of the protocol, this deck ${PROTOCOL_VERSION}`);
      void this.#outbox.send(TO_SHIM.MISMATCH, u16(PROTOCOL_VERSION));
      return this.#outbox.end();
    }
    const stdio = (this.#stdio = new ShimStdio(this.#outbox, isOnTerminal(hello)));
    const { log, onExecution } = this.#context;
    onExecution(
      this.#answer(hello, stdio)
        .catch((error: unknown) => log(`an answer failed: ${String(error)}`))
        .finally(() => this.#outbox.end()),
    );
  }

  #answer(hello: Hello, stdio: ShimStdio): Promise<void> {
    const { answer, env } = this.#context;
    const unsaid = env.filter((name) => !hello.reports.has(name));
    if (unsaid.length === 0) return answer(this.#invocationOf(hello, hello.env), stdio);
    const names = unsaid.map((name) => Buffer.from(name));
    return this.#ask(ENV, (from) => decodeEnv(from.strings()), names).then((more) =>
      answer(this.#invocationOf(hello, new Map([...hello.env, ...more])), stdio),
    );
  }

  #invocationOf(hello: Hello, env: ReadonlyMap<string, Buffer>): Invocation {
    const { origin } = this.#context;
    const term = env.get('TERM')?.toString() ?? 'xterm';
    return {
      asked: { kind: 'argv', argv: hello.argv },
      env,
      tty: isOnTerminal(hello) ? { term, ...hello.size, modes: NO_MODES } : undefined,
      origin: origin.fixed || hello.origin === '' ? origin.name : hello.origin,
      door: 'shim',
      user: undefined,
      caller: this.#callerOf(hello),
    };
  }

  #callerOf(hello: Hello): Caller {
    const once = <T>(what: number, word: string, decode: (from: PayloadReader) => T): (() => Promise<T>) => {
      let asked = hello.reports.has(word) ? this.#awaitReport(what, decode) : undefined;
      return () => (asked ??= this.#ask(what, decode));
    };
    return {
      ...hello,
      invokers: once<Invoker[]>(CHAIN, '+chain', decodeChain),
      sharesStdin: once(STDIN, '+stdin', (from) => from.u8() === 1),
      original: {
        replace: (change = {}) => this.#replace(change),
        observe: (stdio, hasOwnStdin, change = {}) => {
          this.#child = new Child(this.#outbox, stdio);
          return this.#child.run(change, hasOwnStdin);
        },
      },
    };
  }

  #ask<T>(
    what: number,
    decode: (from: PayloadReader) => T,
    names: readonly Uint8Array[] = [],
  ): Promise<T> {
    void this.#outbox.send(TO_SHIM.ASK, Buffer.of(what), strings(names));
    return this.#awaitReport(what, decode);
  }

  #awaitReport<T>(what: number, decode: (from: PayloadReader) => T): Promise<T> {
    return new Promise((resolve) => {
      const told = (from: PayloadReader): void => resolve(decode(from));
      if (this.#gone) told(NOTHING());
      else this.#reports.set(what, told);
    });
  }

  #replace(change: Change): Promise<Executed | undefined> {
    void this.#outbox.send(TO_SHIM.EXEC, encodeChange(change));
    return new Promise((resolve) => {
      this.#failed = resolve; // or it goes, as a process does that becomes another
      if (this.#gone) resolve(undefined);
    });
  }
}

/** Bits of ASK. */
const CHAIN = 1;
const STDIN = 2;
const ENV = 4;

const NO_MODES = Buffer.alloc(0);

/** Output to a pipe is no terminal's, and input from one no person's: a terminal is both. */
const isOnTerminal = ({ descriptors }: Hello): boolean =>
  descriptors[0]?.tty === true && descriptors[1]?.tty === true;

/** A report of a shim that is gone. */
const NOTHING = (): PayloadReader => new PayloadReader(Buffer.alloc(4));
