import { latin1, type Secret, type Secrets } from './secrets.ts';
import { type Found, knownValues, licenceKeys, privateKeys, type TextRule } from './text-rules.ts';

/** A secret in a stream, in bytes from the stream's start. */
export interface StreamRange {
  start: number;
  end: number;
  secret: Secret;
}

/**
 * Looks for secrets in one stream as its chunks come, over chunk borders too. It keeps only what a
 * secret might still grow from, at most the longest PEM block.
 */
export class StreamScanner {
  #secrets: Secrets;
  #rules: readonly TextRule[];
  #tail = '';
  #tailStart = 0;
  #length = 0;
  #decided = 0;
  #ranges: StreamRange[] = [];

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
    this.#rules = [licenceKeys, privateKeys, knownValues(secrets)];
  }

  /** Bytes seen so far. */
  get length(): number {
    return this.#length;
  }

  /** Up to here, in bytes from the stream's start, the verdict is final. */
  get decided(): number {
    return this.#decided;
  }

  push(bytes: Uint8Array): void {
    this.#length += bytes.length;
    this.#scan(this.#tail + latin1(bytes), false);
  }

  /** No more bytes follow: everything is decided. */
  finish(): void {
    this.#scan(this.#tail, true);
  }

  /** Adds a secret that only its context gives away, such as what was typed at a password prompt. */
  add(start: number, end: number, secret: Secret): void {
    this.#ranges.push({ start, end, secret });
  }

  /** What was found between two offsets, cut to them; earlier ranges are forgotten. */
  take(start: number, end: number): StreamRange[] {
    this.#ranges = this.#ranges.filter((range) => range.end > start);
    const inside = this.#ranges.filter((range) => range.start < end).sort((a, b) => a.start - b.start);
    let at = start;
    return inside.filter((range) => {
      const free = range.start >= at || range.start < start;
      if (free) at = range.end;
      return free;
    });
  }

  #scan(text: string, final: boolean): void {
    const scanned = this.#rules.map((rule) => rule(text, final));
    const open = Math.min(...scanned.map((one) => one.open));
    for (const one of scanned.flatMap(({ found }) => found)) {
      if (one.end <= open && this.#tailStart + one.end > this.#decided) this.#learn(text, one);
    }
    this.#decided = this.#tailStart + open;
    // One decided byte stays: rules look at the character before a match.
    const keepFrom = Math.max(0, open - 1);
    this.#tail = text.slice(keepFrom);
    this.#tailStart += keepFrom;
  }

  #learn(text: string, found: Found): void {
    const secret = this.#secrets.learn(
      found.class,
      Buffer.from(text.slice(found.start, found.end), 'latin1'),
    );
    this.#ranges.push({ start: this.#tailStart + found.start, end: this.#tailStart + found.end, secret });
  }
}
