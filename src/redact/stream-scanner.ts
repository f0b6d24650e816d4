import type { Stream } from '../event.ts';
import { joined } from './joined.ts';
import type { Found, Rule, Scanned } from './rule.ts';
import type { Secret, Secrets } from './secrets.ts';

/** A secret in a stream, in bytes from the stream's start. */
interface StreamRange {
  start: number;
  end: number;
  secret: Secret;
}

/** What of a secret lies in one chunk, and the bytes of its token that belong there. */
export interface RedactedPart extends StreamRange {
  token: Uint8Array;
}

/**
 * Looks for secrets in one stream as its chunks come, over chunk borders too. It keeps only what a
 * secret might still grow from, at most the longest PEM block.
 */
export class StreamScanner {
  #secrets: Secrets;
  #rules: readonly Rule[];
  #fallback: readonly Rule[];
  #tail: Buffer = NOTHING;
  #tailStart = 0;
  #length = 0;
  #decided = 0;
  #ranges: StreamRange[] = [];
  /** Certain, and begin where another rule is not certain yet; in bytes from the stream's start. */
  #pending: readonly Found[] = [];

  /** @param fallback finds what none of the others does */
  constructor(secrets: Secrets, stream: Stream, fallback: readonly Rule[] = []) {
    this.#secrets = secrets;
    this.#fallback = fallback;
    this.#rules = [secrets.known.rule, ...secrets.rulesFor(stream)];
  }

  /** Bytes seen so far. */
  get length(): number {
    return this.#length;
  }

  /** Up to here, in bytes from the stream's start, the verdict is final. */
  get decided(): number {
    return this.#decided;
  }

  /** Up to here no secret begins that only more bytes would show. Looks at what waits once more. */
  get certain(): number {
    const scanned = this.#rules.map((rule) => rule(this.#tail, false));
    return Math.max(
      this.#decided,
      this.#tailStart + Math.min(...scanned.map(({ open, certain = open }) => certain)),
    );
  }

  push(bytes: Uint8Array): void {
    this.#length += bytes.length;
    this.#scan(joined(this.#tail, bytes), false);
  }

  /** No more bytes follow, or what follows is not waited for: everything is decided. */
  finish(): void {
    this.#scan(this.#tail, true);
  }

  /** Adds a secret that only its context gives away, such as what was typed at a password prompt. */
  add(start: number, end: number, secret: Secret): void {
    this.#ranges.push({ start, end, secret });
  }

  /**
   * What was found between two offsets, cut to them; what lies before is forgotten. No two parts overlap: of
   * a secret that reaches into another one only the rest is a part.
   */
  take(start: number, end: number): readonly RedactedPart[] {
    if (this.#ranges.length === 0) return NONE;
    this.#ranges = this.#ranges.filter((range) => range.end > start);
    const inside = this.#ranges.filter((range) => range.start < end);
    const parts: RedactedPart[] = [];
    let at = start;
    for (const range of inside.sort((a, b) => a.start - b.start || b.end - a.end)) {
      const from = Math.max(range.start, at);
      const to = Math.min(range.end, end);
      if (from >= to) continue;
      const token = range.secret.token.subarray(from - range.start, to - range.start);
      parts.push({ start: from, end: to, secret: range.secret, token });
      at = to;
    }
    return parts;
  }

  #scan(bytes: Buffer, final: boolean): void {
    const byLook = this.#rules.map((rule) => rule(bytes, final));
    const scanned =
      this.#fallback.length === 0 ? byLook : [...byLook, ...this.#asFallback(byLook, bytes, final)];
    const open = Math.min(...scanned.map((one) => one.open));
    const decided = this.#tailStart + open;
    const all = scanned.flatMap(({ found }) => found.map((one) => this.#placed(one)));
    for (const one of this.#pending.length === 0 ? all : withPending(all, this.#pending)) {
      // By where it begins, as its last bytes may be the first of another: each is taken once, and none is lost.
      if (one.start >= this.#decided && one.start < decided) this.#learn(bytes, one);
    }
    this.#pending = scanned.flatMap((one) =>
      one.found
        .filter(({ start }) => start < one.open && this.#tailStart + start >= decided)
        .map((found) => this.#placed(found)),
    );
    this.#decided = decided;
    // One decided byte stays: rules look at the one before a match.
    const keepFrom = Math.max(0, open - 1);
    this.#tail = Buffer.from(bytes.subarray(keepFrom));
    this.#tailStart += keepFrom;
  }

  #asFallback(byLook: readonly Scanned[], bytes: Buffer, final: boolean): Scanned[] {
    return this.#fallback.map((rule) => besides(byLook, rule(bytes, final)));
  }

  /** In bytes from the stream's start. */
  #placed(found: Found): Found {
    return { ...found, start: this.#tailStart + found.start, end: this.#tailStart + found.end };
  }

  #learn(bytes: Buffer, { start, end, class: secretClass, value }: Found): void {
    const written = bytes.subarray(start - this.#tailStart, end - this.#tailStart);
    const secret = this.#secrets.learn(secretClass, value ?? written, written);
    this.#ranges.push({ start, end, secret });
  }
}

/** Without what overlaps with anything that others have found. */
const besides = (others: readonly Scanned[], { found, ...scanned }: Scanned): Scanned => ({
  ...scanned,
  found: found.filter(
    ({ start, end }) =>
      !others.some((one) => one.found.some((other) => other.start < end && start < other.end)),
  ),
});

/** A rule that went by what is gone from the stream by now does not find it again. */
const withPending = (found: readonly Found[], pending: readonly Found[]): Found[] => [
  ...found,
  ...pending.filter((one) => !found.some(({ start, end }) => start === one.start && end === one.end)),
];

const NOTHING = Buffer.alloc(0);
const NONE: readonly RedactedPart[] = [];
