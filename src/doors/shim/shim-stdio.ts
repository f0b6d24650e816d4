import type { ControlEvent, OutputEvent, StdinEvent } from '../../event.ts';
import { describeOutcome, type Outcome } from '../../outcome.ts';
import type { Stdio } from '../../stdio.ts';
import { Inbox } from '../inbox.ts';
import { TO_SHIM } from './frame.ts';
import type { Outbox } from './outbox.ts';
import { u32 } from './payload.ts';
import { signalNumber } from './signal.ts';

/** How much stdin a shim may read ahead of the reader, in bytes. */
const CREDIT = 64 * 1024;

/** What a client of OpenSSH exits with where no status came, so that scripts see the same through the shim. */
const NO_STATUS = 255;

/** One shim as the client of an execution. */
export class ShimStdio implements Stdio {
  readonly stdin: AsyncIterable<StdinEvent>;
  readonly controls: AsyncIterable<ControlEvent>;
  readonly #outbox: Outbox;
  readonly #tty: boolean;
  readonly #typed = new Inbox<StdinEvent>(() => undefined);
  readonly #pressed = new Inbox<ControlEvent>(() => undefined);
  readonly #gone = new AbortController();
  #credit = 0;
  #speaks = false;
  #outcomeSent = false;

  constructor(outbox: Outbox, tty: boolean) {
    this.#outbox = outbox;
    this.#tty = tty;
    this.stdin = { [Symbol.asyncIterator]: () => this.#drawing() };
    this.controls = { [Symbol.asyncIterator]: () => this.#listening() };
  }

  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  started(): void {
    // A process runs from its start: there is no reply that waits.
  }

  send(event: OutputEvent): Promise<void> {
    if (this.#gone.signal.aborted) return DONE;
    switch (event.type) {
      case 'stdout':
      case 'stderr':
        this.#speak();
        return this.#outbox.data(TO_SHIM.DATA, event.type === 'stdout' ? 1 : 2, event.bytes);
      case 'eof':
        return this.#outbox.send(TO_SHIM.EOF, Buffer.of(event.stream === 'stdout' ? 1 : 2));
      case 'outcome':
        return this.#end(event.outcome);
    }
  }

  /** Stdin has come; `undefined` is its end. */
  typed(bytes: Buffer | undefined): void {
    if (bytes === undefined) {
      this.#typed.push({ type: 'eof', stream: 'stdin' });
      return this.#typed.end();
    }
    this.#credit -= bytes.length;
    this.#typed.push({ type: 'stdin', bytes });
  }

  pressed(event: ControlEvent): void {
    this.#pressed.push(event);
  }

  /** The shim is gone. */
  leave(): void {
    this.#typed.cut();
    this.#pressed.cut();
    this.#gone.abort(new Error('the shim is gone'));
  }

  /** The terminal's own line discipline has had its turn at the host, or on the tape. */
  #speak(): void {
    if (this.#speaks) return;
    this.#speaks = true;
    if (this.#tty) void this.#outbox.send(TO_SHIM.RAW, Buffer.of(this.#credit > 0 ? 1 : 0));
  }

  #drawing(): AsyncIterator<StdinEvent, undefined> {
    return {
      next: () => {
        this.#draw();
        return this.#typed.next();
      },
      return: () => {
        this.#typed.cut();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  #draw(): void {
    if (this.#credit >= CREDIT / 2 || this.#gone.signal.aborted) return;
    const first = this.#credit === 0;
    const more = CREDIT - this.#credit;
    this.#credit += more;
    void this.#outbox.send(TO_SHIM.STDIN_CREDIT, u32(more));
    if (first && this.#tty) void this.#outbox.send(TO_SHIM.RAW, Buffer.of(1));
  }

  #listening(): AsyncIterator<ControlEvent, undefined> {
    void this.#outbox.send(TO_SHIM.SIGNALS);
    return this.#pressed[Symbol.asyncIterator]() as AsyncIterator<ControlEvent, undefined>;
  }

  #end(outcome: Outcome): Promise<void> {
    if (this.#outcomeSent) return DONE;
    this.#outcomeSent = true;
    switch (outcome.kind) {
      case 'exited':
        return this.#outbox.send(TO_SHIM.OUTCOME, EXITS, u32(outcome.code));
      case 'signalled': {
        const number = signalNumber(outcome.name);
        if (number !== undefined) return this.#outbox.send(TO_SHIM.OUTCOME, DIES, u32(number));
        return this.#outbox.send(TO_SHIM.OUTCOME, EXITS, u32(NO_STATUS));
      }
      case 'lost':
      case 'refused':
        void this.#outbox.data(TO_SHIM.DATA, 2, Buffer.from(`tapehead: ${describeOutcome(outcome)}\n`));
        return this.#outbox.send(TO_SHIM.OUTCOME, EXITS, u32(NO_STATUS));
      case 'unknown':
        return this.#outbox.send(TO_SHIM.OUTCOME, EXITS, u32(NO_STATUS));
    }
  }
}

const EXITS = Buffer.of(0);
const DIES = Buffer.of(1);
const DONE = Promise.resolve();
