import { createHash, type Hash } from 'node:crypto';
import type { Slot, TapedEvent } from '../../src/cassette/recording.ts';
import type { Answer, Content, DigestedContent } from '../../src/compare/answer.ts';
import type { OutputStream } from '../../src/compare/difference.ts';
import type { Outcome } from '../../src/outcome.ts';

/** What one execution answered, after redaction, as its events pass. Constant memory beyond `most` bytes a stream. */
export class Gathered {
  readonly #streams: Record<OutputStream, GatheredStream>;
  #outcome: Outcome | undefined;

  constructor(most: number) {
    this.#streams = { stdout: new GatheredStream(most), stderr: new GatheredStream(most) };
  }

  /** Undefined until it has passed. */
  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  /** Whether a stream has become too long to be held. */
  isDigested(stream: OutputStream): boolean {
    return this.#streams[stream].isDigested;
  }

  /** The event's bytes may be used again once this returns. */
  add(event: TapedEvent): void {
    if (event.type === 'stdout' || event.type === 'stderr') {
      this.#streams[event.type].add(event.bytes, event.slots);
    } else if (event.type === 'outcome') this.#outcome ??= event.outcome;
  }

  /** Of a stream that cannot be held on either side, both give the digest. */
  answer(outcome: Outcome, digested: Record<OutputStream, boolean>): Answer {
    const { stdout, stderr } = this.#streams;
    return {
      outcome,
      stdout: digested.stdout ? stdout.digested() : stdout.content(),
      stderr: digested.stderr ? stderr.digested() : stderr.content(),
    };
  }
}

class GatheredStream {
  readonly #most: number;
  #chunks: Buffer[] = [];
  #slots: Slot[] = [];
  #length = 0;
  #digest: StreamDigest | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  get isDigested(): boolean {
    return this.#digest !== undefined;
  }

  add(bytes: Uint8Array, slots: readonly Slot[] = []): void {
    if (!this.#digest && this.#length + bytes.length > this.#most) this.#startDigest();
    if (this.#digest) this.#digest.add(bytes, slots);
    else {
      this.#chunks.push(Buffer.from(bytes));
      for (const slot of slots) this.#addSlot({ ...slot, offset: this.#length + slot.offset });
    }
    this.#length += bytes.length;
  }

  content(): Content {
    const [only, ...more] = this.#chunks;
    const bytes = only && more.length === 0 ? only : Buffer.concat(this.#chunks);
    return { bytes, slots: this.#slots };
  }

  digested(): DigestedContent {
    if (!this.#digest) this.#startDigest();
    return { length: this.#length, digest: this.#digest?.hex() ?? '' };
  }

  /** A secret over a chunk border has a slot in each chunk, and is one. */
  #addSlot(slot: Slot): void {
    const last = this.#slots.at(-1);
    if (
      last &&
      last.id === slot.id &&
      slot.offset === this.#length &&
      last.offset + last.length === slot.offset
    )
      last.length += slot.length;
    else this.#slots.push(slot);
  }

  #startDigest(): void {
    this.#digest = new StreamDigest();
    this.#digest.add(Buffer.concat(this.#chunks), this.#slots);
    this.#chunks = [];
    this.#slots = [];
  }
}

/** SHA-256 of a stream in which a secret counts by its class alone, as its token differs from run to run. */
class StreamDigest {
  readonly #hash: Hash = createHash('sha256');
  /** Of the secret that reaches the end of what has passed. */
  #open: number | undefined;

  add(bytes: Uint8Array, slots: readonly Slot[]): void {
    let done = 0;
    for (const slot of slots) {
      this.#hash.update(bytes.subarray(done, slot.offset));
      const goesOn = slot.offset === 0 && this.#open === slot.id;
      if (!goesOn) this.#hash.update(`\0${slot.class}\0`);
      done = slot.offset + slot.length;
    }
    this.#hash.update(bytes.subarray(done));
    this.#open = done === bytes.length ? slots.at(-1)?.id : undefined;
  }

  hex(): string {
    return this.#hash.copy().digest('hex');
  }
}
