import type { Stream } from '../event.ts';
import type { StreamBudget } from './stream-budget.ts';

/** Bytes of one stream between those of others: their order across streams tells what a line was typed at. */
interface Segment {
  stream: Stream;
  bytes: Uint8Array;
  used: number;
}

/** What a segment takes beside its bytes, about. */
const SEGMENT_COST = 256;

const SMALLEST = 256;

/** What went over the streams of one call, as it was: with its secrets, and only in memory. */
export class StreamTape {
  readonly lengths: Record<Stream, number> = { stdin: 0, stdout: 0, stderr: 0 };
  readonly #kept: Record<Stream, number> = { stdin: 0, stdout: 0, stderr: 0 };
  readonly #perStream: number;
  readonly #budget: StreamBudget;
  #segments: Segment[] = [];
  #dropped = false;
  /** Bytes of memory. */
  cost = 0;

  constructor(perStream: number, budget: StreamBudget) {
    this.#perStream = perStream;
    this.#budget = budget;
  }

  /** The bytes stay the caller's. */
  push(stream: Stream, bytes: Uint8Array): void {
    this.lengths[stream] += bytes.length;
    const room = this.#perStream - this.#kept[stream];
    if (room <= 0 || this.#dropped || this.isTruncated(stream, bytes.length)) return;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    this.#kept[stream] += kept.length;
    const before = this.cost;
    this.#append(stream, kept);
    this.#budget.grown(this, this.cost - before);
  }

  /** Whether bytes are missing, of those before the last `but`. */
  isTruncated(stream: Stream, but = 0): boolean {
    return this.#dropped || this.#kept[stream] < this.lengths[stream] - but;
  }

  get isEmpty(): boolean {
    return Object.values(this.lengths).every((length) => length === 0);
  }

  /** In the order in which they went. */
  get segments(): readonly { stream: Stream; bytes: Uint8Array }[] {
    return this.#segments.map(({ stream, bytes, used }) => ({ stream, bytes: bytes.subarray(0, used) }));
  }

  /** Keeps the lengths only. */
  drop(): void {
    this.#dropped = true;
    this.#segments = [];
    this.cost = 0;
  }

  #append(stream: Stream, bytes: Uint8Array): void {
    const last = this.#segments.at(-1);
    if (last?.stream !== stream) {
      this.#segments.push({ stream, bytes: Uint8Array.from(bytes), used: bytes.length });
      this.cost += SEGMENT_COST + bytes.length;
      return;
    }
    const used = last.used + bytes.length;
    if (used > last.bytes.length) {
      const larger = new Uint8Array(Math.max(SMALLEST, used, last.bytes.length * 2));
      larger.set(last.bytes.subarray(0, last.used));
      this.cost += larger.length - last.bytes.length;
      last.bytes = larger;
    }
    last.bytes.set(bytes, last.used);
    last.used = used;
  }
}
