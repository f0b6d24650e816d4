import type { Content } from '../../src/compare/answer.ts';
import type { OutputStream } from '../../src/compare/difference.ts';
import type { Event, Timed } from '../../src/event.ts';
import type { RedactedTimeline } from '../../src/redact/timeline.ts';
import type { Gathered } from './gathered.ts';

/** Bytes up to which what is heard waits until it is known whether it is what was recorded. */
const MOST_WAITING = 1024 * 1024;

/** What becomes of events: they are redacted on their way to where they are gathered. */
export interface Redacting {
  timeline: RedactedTimeline;
  gathered: Gathered;
}

/**
 * What one execution says. Most of it is what was recorded, byte for byte, in which there is no secret to look for:
 * only what is not is redacted, and what is too long to wait, as it comes.
 */
export class Heard {
  readonly #redacting: () => Redacting;
  #redacted: Redacting | undefined;
  #waiting: Timed<Event>[] = [];
  #length = 0;

  constructor(redacting: () => Redacting) {
    this.#redacting = redacting;
  }

  /** The event's bytes may be used again once this returns. */
  push(event: Timed<Event>): void {
    if (this.#redacted) return this.#redacted.timeline.push(event);
    if (!('bytes' in event)) {
      this.#waiting.push(event);
      return;
    }
    this.#waiting.push({ ...event, bytes: Buffer.from(event.bytes) });
    this.#length += event.bytes.length;
    if (this.#length > MOST_WAITING) this.#redact();
  }

  /** All of it, after redaction. Nothing more follows. */
  gathered(): Gathered {
    const { timeline, gathered } = this.#redacted ?? this.#redact();
    timeline.finish();
    return gathered;
  }

  /** Whether a stream is the same, byte for byte; no where it was too long to wait, or had a secret. */
  isSame(stream: OutputStream, { bytes, slots }: Content): boolean {
    if (this.#redacted || slots.length > 0) return false;
    const chunks: Uint8Array[] = [];
    for (const event of this.#waiting) if (event.type === stream) chunks.push(event.bytes);
    const [only, ...more] = chunks;
    return Buffer.compare(bytes, only && more.length === 0 ? only : Buffer.concat(chunks)) === 0;
  }

  #redact(): Redacting {
    const redacted = (this.#redacted = this.#redacting());
    for (const event of this.#waiting) redacted.timeline.push(event);
    this.#waiting = [];
    return redacted;
  }
}
