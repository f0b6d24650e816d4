import type { Change } from '../../caller.ts';
import type { Note } from '../../cassette/recording.ts';
import type { OutputEvent } from '../../event.ts';
import { exited, lost, type Outcome, refused } from '../../outcome.ts';
import type { Stdio } from '../../stdio.ts';
import type { Executed } from '../../upstreams/upstream.ts';
import { Inbox } from '../inbox.ts';
import { encodeChange } from './change.ts';
import { FROM_SHIM, TO_SHIM } from './frame.ts';
import type { Outbox } from './outbox.ts';
import { brokenFrame, type PayloadReader, u16, u32 } from './payload.ts';
import { signalName, signalNumber } from './signal.ts';

/** Bytes of stdin that a child takes before it gives credit, and of output that it may say before it gets some. */
const STDIN_AT_FIRST = 64 * 1024;
const OUTPUT_AT_FIRST = 256 * 1024;
const CREDIT_AT_ONCE = 64 * 1024;

/** The original as a child of the shim: what it says comes here, and goes to `stdio`. */
export class Child {
  readonly #outbox: Outbox;
  readonly #stdio: Stdio;
  readonly #said = new Inbox<OutputEvent>(() => undefined);
  readonly #over = new AbortController();
  #open = new Set(['stdout', 'stderr']);
  #outcome: Outcome | undefined;
  #failure: string | undefined;
  #left = false;
  readonly #carried = new Set<OutputEvent['type']>();
  #stdinCredit = STDIN_AT_FIRST;
  #outputCredit = OUTPUT_AT_FIRST;
  #onCredit: (() => void) | undefined;

  constructor(outbox: Outbox, stdio: Stdio) {
    this.#outbox = outbox;
    this.#stdio = stdio;
  }

  async run(change: Change, hasOwnStdin: boolean): Promise<Executed> {
    void this.#outbox.send(TO_SHIM.OBSERVE, Buffer.of(hasOwnStdin ? 1 : 0), encodeChange(change));
    const cancel = (): void => void this.#outbox.send(TO_SHIM.CHILD_SIGNAL, Buffer.of(CANCEL));
    this.#stdio.gone.addEventListener('abort', cancel, { signal: this.#over.signal });
    if (!hasOwnStdin) void this.#feed();
    void this.#control();
    let uncredited = 0;
    for await (const event of this.#said) {
      await this.#stdio.send(event);
      this.#carried.add(event.type);
      uncredited += 'bytes' in event ? event.bytes.length : 0;
      if (uncredited < CREDIT_AT_ONCE) continue;
      this.#outputCredit += uncredited;
      void this.#outbox.send(TO_SHIM.CHILD_OUTPUT_CREDIT, u32(uncredited));
      uncredited = 0;
    }
    this.#over.abort();
    const outcome = this.#outcome ?? lost('the shim is gone');
    return {
      outcome,
      notes: this.#notes(),
      ...(this.#failure !== undefined && { failure: this.#failure }),
    };
  }

  /** A frame about the child. @throws TapeheadError SHIM_PROTOCOL */
  onFrame(type: number, from: PayloadReader): void {
    switch (type) {
      case FROM_SHIM.CHILD_DATA:
        return this.#says(outputOf(from.u8()), from.rest());
      case FROM_SHIM.CHILD_EOF: {
        const stream = outputOf(from.u8());
        if (!this.#open.delete(stream)) throw brokenFrame(`ends ${stream} twice`);
        this.#said.push({ type: 'eof', stream });
        break;
      }
      case FROM_SHIM.CHILD_OUTCOME:
        this.#settle(decodeOutcome(from));
        break;
      case FROM_SHIM.CHILD_CREDIT:
        this.#stdinCredit += from.u32();
        this.#onCredit?.();
        return;
      case FROM_SHIM.FAILED: {
        const code = from.u8();
        this.#failure = from.string().toString();
        this.#open.clear();
        this.#settle(refused(NOT_RUN.get(code) ?? this.#failure));
      }
    }
    if (this.#outcome !== undefined && this.#open.size === 0) this.#said.end();
  }

  #says(type: 'stdout' | 'stderr', bytes: Buffer): void {
    if (!this.#open.has(type)) throw brokenFrame(`has more of ${type} after its end`);
    this.#outputCredit -= bytes.length;
    if (this.#outputCredit < 0) throw brokenFrame('brings more output than it had credit for');
    this.#said.push({ type, bytes });
  }

  /** The shim is gone, and the child with it. */
  leave(): void {
    this.#left = this.#open.size > 0 || this.#outcome === undefined;
    if (this.#outcome === undefined) this.#settle(lost('the shim was killed'));
    this.#said.end();
    this.#over.abort();
    this.#onCredit?.();
  }

  /** What could not be ended with its shim are the children of the child. */
  #notes(): Note[] {
    return [
      ...(this.#left ? (['cancelled', 'may-live-on'] as const) : []),
      ...(this.#carried.has('stdout') && this.#carried.has('stderr')
        ? (['stream-order-unknown'] as const)
        : []),
    ];
  }

  #settle(outcome: Outcome): void {
    if (this.#outcome) throw brokenFrame('tells a second outcome');
    this.#outcome = outcome;
    this.#said.push({ type: 'outcome', outcome });
  }

  async #feed(): Promise<void> {
    for await (const event of this.#stdio.stdin) {
      // Who has ended reads nothing.
      if (this.#over.signal.aborted || this.#outcome) return;
      if (event.type === 'eof') return void this.#outbox.send(TO_SHIM.CHILD_EOF, STDIN);
      for (let from = 0; from < event.bytes.length;) {
        if (this.#stdinCredit === 0) await new Promise<void>((resolve) => (this.#onCredit = resolve));
        if (this.#over.signal.aborted) return;
        const bytes = event.bytes.subarray(from, from + this.#stdinCredit);
        this.#stdinCredit -= bytes.length;
        from += bytes.length;
        await this.#outbox.data(TO_SHIM.CHILD_DATA, 0, bytes);
      }
    }
  }

  async #control(): Promise<void> {
    for await (const event of this.#stdio.controls) {
      if (this.#over.signal.aborted) return;
      if (event.type === 'resize') {
        const { columns, rows, width, height } = event;
        void this.#outbox.send(TO_SHIM.CHILD_RESIZE, u16(columns), u16(rows), u16(width), u16(height));
        continue;
      }
      const number = signalNumber(event.name);
      if (number !== undefined) void this.#outbox.send(TO_SHIM.CHILD_SIGNAL, Buffer.of(number));
    }
  }
}

/** SIGTERM, as whoever cancels a program sends it. */
const CANCEL = 15;

/**
 * Why nothing ran, by the codes of a shell, where the shim's own words have paths of the machine. It has told its
 * client of them, and exits with the code.
 */
const NOT_RUN: ReadonlyMap<number, string> = new Map([
  [126, 'its original could not be executed'],
  [127, 'no original of it was found'],
]);

const STDIN = Buffer.of(0);

function outputOf(fd: number): 'stdout' | 'stderr' {
  if (fd === 1) return 'stdout';
  if (fd === 2) return 'stderr';
  throw brokenFrame(`names descriptor ${fd}`);
}

function decodeOutcome(from: PayloadReader): Outcome {
  const [died, core, value] = [from.u8() === 1, from.u8() === 1, from.u32()];
  return died ? { kind: 'signalled', name: signalName(value), core } : exited(value);
}
