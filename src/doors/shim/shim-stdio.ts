import { clientMessage } from '../../client-message.ts';
import type { ControlEvent, OutputEvent, StdinEvent } from '../../event.ts';
import { describeOutcome, type Outcome } from '../../outcome.ts';
import { ClientKilled, type Stdio } from '../../stdio.ts';
import { Inbox } from '../inbox.ts';
import { joinControls } from '../join-controls.ts';
import { exitCodeOf } from './exit-code.ts';
import { FD, TO_SHIM } from './frame.ts';
import type { Outbox } from './outbox.ts';
import { brokenFrame, u32 } from './payload.ts';
import { signalNumber } from './signal.ts';

/** How much stdin a shim may read ahead of the reader, in bytes. */
const CREDIT = 64 * 1024;

/** The most output in one frame, in bytes. */
const MOST_IN_A_FRAME = 1024 * 1024;

/** Signals and resizes that nobody draws; only a broken shim has more. */
const MOST_PRESSED = 10_000;

/** One shim as the client of an execution. What is not used is not made: most answers are a few frames. */
export class ShimStdio implements Stdio {
  readonly drop: () => void;
  readonly #outbox: Outbox;
  readonly #tty: boolean;
  #typed: Inbox<StdinEvent> | undefined;
  #pressed: Inbox<ControlEvent> | undefined;
  #gone: AbortController | undefined;
  #stdoutUnread: AbortController | undefined;
  #left = false;
  /** Bytes of stdin that the shim may still send, and those that came and were not drawn. */
  #credit = 0;
  #undrawn = 0;
  #stdinEnded = false;
  #pressedCount = 0;
  /** Whether the terminal is raw, and its keys that send signals too. */
  #raw = -1;
  /** Descriptors that nobody reads any more, and those that have ended; bits. */
  #unread = 0;
  #ended = 0;
  #outcomeSent = false;

  /** `drop` has the shim lose the deck. */
  constructor(outbox: Outbox, tty: boolean, drop: () => void) {
    this.drop = drop;
    this.#outbox = outbox;
    this.#tty = tty;
  }

  get stdin(): AsyncIterable<StdinEvent> {
    return { [Symbol.asyncIterator]: () => this.#drawing() };
  }

  get controls(): AsyncIterable<ControlEvent> {
    return { [Symbol.asyncIterator]: () => this.#listening() };
  }

  get gone(): AbortSignal {
    if (this.#gone === undefined) {
      this.#gone = new AbortController();
      if (this.#left) this.#gone.abort(whyLeft(this.#unread));
    }
    return this.#gone.signal;
  }

  get isGone(): boolean {
    return this.#left;
  }

  get unread(): AbortSignal {
    this.#stdoutUnread ??= new AbortController();
    if (this.#isUnread(1)) this.#stdoutUnread.abort();
    return this.#stdoutUnread.signal;
  }

  /** Whether the shim has the last word: it ends by itself. */
  get isOver(): boolean {
    return this.#outcomeSent && this.#ended === BOTH;
  }

  started(): void {
    // A process runs from its start: there is no reply that waits.
  }

  send(event: OutputEvent): Promise<void> {
    if (this.#left) return DONE;
    switch (event.type) {
      case 'stdout':
        return this.#say(1, event.bytes);
      case 'stderr':
        return this.#say(2, event.bytes);
      case 'eof':
        return this.#endStream(event.stream === 'stdout' ? 1 : 2);
      case 'outcome':
        return this.#end(event.outcome);
    }
  }

  /** Stdin has come; `undefined` is its end. @throws TapeheadError SHIM_PROTOCOL */
  typed(bytes: Buffer | undefined): void {
    if (this.#stdinEnded || (bytes !== undefined && bytes.length > this.#credit)) {
      throw brokenFrame('brings stdin that was not asked for');
    }
    if (bytes === undefined) {
      this.#stdinEnded = true;
      this.#stdinInbox().push({ type: 'eof', stream: 'stdin' });
      return this.#stdinInbox().end();
    }
    this.#credit -= bytes.length;
    this.#undrawn += bytes.length;
    this.#stdinInbox().push({ type: 'stdin', bytes });
  }

  /** @throws TapeheadError SHIM_PROTOCOL */
  pressed(event: ControlEvent): void {
    if (++this.#pressedCount > MOST_PRESSED) throw brokenFrame('brings more signals than anybody reads');
    this.#controlInbox().push(event);
  }

  /** Nobody reads this descriptor any more; the shim may be about to go by SIGPIPE. */
  closed(fd: number): void {
    this.#unread |= 1 << fd;
    if (fd === 1) this.#stdoutUnread?.abort();
  }

  /** The shim could not run its original, has said so itself, and ends: no client that went away. */
  givesUp(): void {
    this.#outcomeSent = true;
    this.#ended = BOTH;
  }

  /** The shim is gone. */
  leave(): void {
    const wasOver = this.isOver;
    this.#left = true;
    this.#typed?.cut();
    this.#pressed?.cut();
    if (!wasOver) this.#gone?.abort(whyLeft(this.#unread));
  }

  #say(fd: 1 | 2, bytes: Uint8Array): Promise<void> {
    // The terminal's own line discipline has had its turn at the host, or on the tape.
    this.#makeRaw(this.#credit > 0 ? 1 : 0);
    return bytes.length <= MOST_IN_A_FRAME ? this.#sayPart(fd, bytes) : this.#sayInParts(fd, bytes);
  }

  async #sayInParts(fd: 1 | 2, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#left; at += MOST_IN_A_FRAME) {
      await this.#sayPart(fd, bytes.subarray(at, at + MOST_IN_A_FRAME));
    }
  }

  #sayPart(fd: 1 | 2, bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0 || this.#isUnread(fd)) return DONE;
    return this.#outbox.data(TO_SHIM.DATA, fd, bytes);
  }

  #isUnread(fd: 1 | 2): boolean {
    return (this.#unread & (1 << fd)) !== 0;
  }

  #endStream(fd: 1 | 2): Promise<void> {
    if ((this.#ended & (1 << fd)) !== 0) return DONE;
    this.#ended |= 1 << fd;
    const sent = this.#outbox.send(TO_SHIM.EOF, FD[fd] as Buffer);
    return this.isOver ? this.#outbox.flush() : sent;
  }

  #drawing(): AsyncIterator<StdinEvent, undefined> {
    const inbox = this.#stdinInbox();
    return {
      next: async () => {
        this.#draw();
        const drawn = await inbox.next();
        if (!drawn.done && drawn.value.type === 'stdin') this.#undrawn -= drawn.value.bytes.length;
        return drawn;
      },
      return: () => {
        inbox.cut();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  #draw(): void {
    const more = CREDIT - this.#credit - this.#undrawn;
    if (more < CREDIT / 2 || this.#stdinEnded || this.#left) return;
    this.#makeRaw(1);
    this.#credit += more;
    void this.#outbox.send(TO_SHIM.STDIN_CREDIT, u32(more));
  }

  #makeRaw(keys: 0 | 1): void {
    if (!this.#tty || keys <= this.#raw) return;
    this.#raw = keys;
    void this.#outbox.send(TO_SHIM.RAW, Buffer.of(keys));
  }

  #listening(): AsyncIterator<ControlEvent, undefined> {
    if (!this.#left) void this.#outbox.send(TO_SHIM.SIGNALS);
    const inbox = this.#controlInbox()[Symbol.asyncIterator]();
    return {
      next: () => {
        this.#pressedCount = 0;
        return inbox.next();
      },
      return: () => inbox.return?.() as Promise<IteratorResult<ControlEvent, undefined>>,
    };
  }

  #stdinInbox(): Inbox<StdinEvent> {
    return (this.#typed ??= this.#made(new Inbox<StdinEvent>(() => undefined)));
  }

  #controlInbox(): Inbox<ControlEvent> {
    return (this.#pressed ??= this.#made(new Inbox<ControlEvent>(joinControls)));
  }

  #made<T>(inbox: Inbox<T>): Inbox<T> {
    if (this.#left || this.#outcomeSent) inbox.end();
    return inbox;
  }

  #end(outcome: Outcome): Promise<void> {
    if (this.#outcomeSent) return DONE;
    if (outcome.kind === 'lost' || outcome.kind === 'refused') {
      void this.#say(2, clientMessage(describeOutcome(outcome), this.#tty));
    }
    this.#outcomeSent = true;
    this.#typed?.cut(); // it reads no more: its stdin is whoever's comes next
    const signal = outcome.kind === 'signalled' ? signalNumber(outcome.name) : undefined;
    const how = signal === undefined ? EXITS : DIES;
    const sent = this.#outbox.send(TO_SHIM.OUTCOME, how, u32(signal ?? exitCodeOf(outcome)));
    return this.isOver ? this.#outbox.flush() : sent;
  }
}

/** Bits of stdout and stderr. */
const BOTH = 0b110;
const EXITS = Buffer.of(0);
const DIES = Buffer.of(1);
const DONE = Promise.resolve();

/** A shim that dies of SIGPIPE says before that nobody reads, and other signals it forwards: only KILL is left. */
const whyLeft = (unread: number): Error => new (unread === 0 ? ClientKilled : Error)('the shim is gone');
