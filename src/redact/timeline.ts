import type { Slot, TapedEvent } from '../cassette/recording.ts';
import type { Event, Stream, Timed } from '../event.ts';
import { Prompts, type TypedLine } from './prompts.ts';
import type { Rule } from './rule.ts';
import type { Secrets } from './secrets.ts';
import { StreamScanner } from './stream-scanner.ts';

/**
 * How many bytes of memory may wait. Stdin waits as long as they allow, as the prompt it was an answer to may show
 * only afterwards. What waits for the end of a line or a key longer than that, while other streams go on, is decided.
 */
const MAX_HELD = 256 * 1024;

/** What an event takes beside its bytes, about: many small ones, or such without bytes, fill memory as well. */
const EVENT_COST = 128;

interface Held {
  event: Timed<Event>;
  stream: Stream | undefined;
  /** In bytes from the start of the stream. */
  start: number;
  end: number;
}

/**
 * The events of one recording on their way to the tape: they leave in the order they came, with tokens
 * where secrets were. What might still turn out to be a secret is held back; the client's own stream
 * does not pass through here and never waits.
 */
export class RedactedTimeline {
  #secrets: Secrets;
  #emit: (event: TapedEvent) => void;
  #scanners: Record<Stream, StreamScanner>;
  #prompts = new Prompts();
  #looksForPrompts: boolean;
  #held: Held[] = [];
  #heldCost = 0;

  /** @param fallback finds what no redactor does */
  constructor(
    secrets: Secrets,
    emit: (event: TapedEvent) => void,
    fallback: Partial<Record<Stream, readonly Rule[]>> = {},
  ) {
    this.#secrets = secrets;
    this.#emit = emit;
    this.#looksForPrompts = secrets.has('password');
    this.#scanners = {
      stdin: new StreamScanner(secrets, 'stdin'),
      stdout: new StreamScanner(secrets, 'stdout', fallback.stdout),
      stderr: new StreamScanner(secrets, 'stderr', fallback.stderr),
    };
  }

  /** The event's bytes may be used again by the caller once this returns. */
  push(event: Timed<Event>): void {
    if (event.type === 'stdin' || event.type === 'stdout' || event.type === 'stderr') {
      const scanner = this.#scanners[event.type];
      const start = scanner.length;
      scanner.push(event.bytes);
      if (this.#looksForPrompts)
        this.#redactTyped(
          event.type === 'stdin'
            ? this.#prompts.typed(event.bytes)
            : this.#prompts.output(event.type, event.bytes),
        );
      this.#hold({ event, stream: event.type, start, end: scanner.length });
    } else {
      if (event.type === 'eof') this.#scanners[event.stream].finish();
      if (event.type === 'eof' && event.stream === 'stdin') this.#redactTyped(this.#prompts.eof());
      this.#hold({ event, stream: undefined, start: 0, end: 0 });
    }
    this.#release(false);
    if (this.#heldCost > MAX_HELD) this.#decide();
    this.#ownTheLast(event);
  }

  /** Up to here, in bytes from the stream's start, no secret begins that only more bytes would show. */
  certain(stream: Stream): number {
    return this.#scanners[stream].certain;
  }

  /** Nothing follows: all that was held leaves. */
  finish(): void {
    for (const scanner of Object.values(this.#scanners)) scanner.finish();
    this.#redactTyped(this.#prompts.eof());
    this.#release(true);
  }

  #redactTyped(lines: readonly TypedLine[]): void {
    if (!this.#looksForPrompts) return;
    for (const { start, end, text } of lines) {
      this.#scanners.stdin.add(start, end, this.#secrets.learn('password', Buffer.from(text, 'latin1')));
    }
  }

  #hold(held: Held): void {
    this.#held.push(held);
    this.#heldCost += costOf(held);
  }

  /** What is in front holds up the others. */
  #decide(): void {
    for (let first = this.#held[0]; first && this.#heldCost > MAX_HELD; first = this.#held[0]) {
      if (!first.stream || first.end <= this.#scanners[first.stream].decided) return;
      this.#scanners[first.stream].finish();
      this.#release(false);
    }
  }

  #release(all: boolean): void {
    let released = 0;
    for (const held of this.#held) {
      if (held.stream && held.end > this.#scanners[held.stream].decided) break;
      if (held.stream === 'stdin' && !all && this.#heldCost <= MAX_HELD) break;
      if (held.stream === 'stdin') this.#prompts.release(held.end);
      this.#heldCost -= costOf(held);
      this.#emit(this.#redacted(held));
      released++;
    }
    this.#held.splice(0, released);
  }

  /** The bytes are the caller's; what is still held keeps a copy. */
  #ownTheLast(event: Timed<Event>): void {
    const last = this.#held.at(-1);
    if (last?.event === event && 'bytes' in event)
      last.event = { ...event, bytes: new Uint8Array(event.bytes) };
  }

  #redacted({ event, stream, start, end }: Held): TapedEvent {
    if (!stream || !('bytes' in event)) return event;
    const parts = this.#scanners[stream].take(start, end);
    if (parts.length === 0) return event;
    const bytes = new Uint8Array(event.bytes);
    const slots: Slot[] = [];
    for (const part of parts) {
      const offset = part.start - start;
      bytes.set(part.token, offset);
      slots.push({ offset, length: part.token.length, class: part.secret.class, id: part.secret.id });
    }
    return { ...event, bytes, slots };
  }
}

const costOf = ({ start, end }: Held): number => EVENT_COST + end - start;
