import type { LinePattern } from '../../pattern.ts';
import { Pieces } from './pieces.ts';
import type { Rewriter } from './rewriter.ts';

/** A line that is longer is seen in parts of so many bytes, each as if it were a line. */
export const LONGEST_LINE = 64 * 1024;

const LF = 0x0a;

/** What stands for a match: `groups` by name, and what they hold. */
export type Replacement = (groups: Readonly<Record<string, string | undefined>> | undefined) => Uint8Array;

/**
 * Puts other bytes in the place of what a pattern matches within a line, its end not included. A line is held back
 * until it has ended.
 */
export class PatternRewriter implements Rewriter {
  readonly #pattern: LinePattern;
  readonly #replacement: Replacement;
  readonly #pieces = new Pieces();
  #line = NONE;
  #held = 0;
  /** Whether a match has reached beyond its line. */
  #reachesOn = false;

  constructor(pattern: LinePattern, replacement: Replacement) {
    this.#pattern = pattern;
    this.#replacement = replacement;
  }

  get holds(): boolean {
    return this.#held > 0;
  }

  *push(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = this.#held > 0 ? yield* this.#goOn(buffer) : 0;
    while (at < buffer.length) {
      const end = endOfLines(buffer, at);
      if (end === undefined) {
        this.#hold(buffer.subarray(at));
        break;
      }
      yield* this.#rewrite(buffer.subarray(at, end));
      at = end;
    }
    yield* this.#pieces.take();
  }

  *release(): Generator<Uint8Array, void, undefined> {
    yield* this.#rewriteHeld();
    yield* this.#pieces.take();
  }

  end(): Iterable<Uint8Array> {
    return this.release();
  }

  #hold(bytes: Uint8Array): void {
    if (this.#line.length === 0) this.#line = Buffer.allocUnsafe(LONGEST_LINE);
    this.#line.set(bytes, this.#held);
    this.#held += bytes.length;
  }

  /** Goes on with the line that is held back. From where on what came is another line. */
  *#goOn(bytes: Buffer): Generator<Uint8Array, number, undefined> {
    const room = LONGEST_LINE - this.#held;
    const lf = bytes.subarray(0, room).indexOf(LF);
    const used = lf === -1 ? Math.min(room, bytes.length) : lf;
    this.#hold(bytes.subarray(0, used));
    if (lf !== -1 || this.#held === LONGEST_LINE) yield* this.#rewriteHeld();
    return used;
  }

  *#rewriteHeld(): Generator<Uint8Array, void, undefined> {
    const held = this.#line.subarray(0, this.#held);
    this.#held = 0;
    if (held.length > 0) yield* this.#rewrite(held);
  }

  *#rewrite(lines: Buffer): Generator<Uint8Array, void, undefined> {
    const text = lines.toString('latin1');
    let at = 0;
    for (let found = this.#find(text, 0); found; found = this.#find(text, at)) {
      if (this.#pieces.add(lines, at, found.index)) yield* this.#pieces.take();
      if (this.#pieces.add(this.#replacement(found.groups))) yield* this.#pieces.take();
      at = found.index + found[0].length;
    }
    if (this.#pieces.add(lines, at)) yield* this.#pieces.take();
  }

  /**
   * The next match that is not empty. Many lines are searched at once: a match that lies in one line is the one that
   * this line has by itself. From the first on that does not, they are searched one by one.
   */
  #find(text: string, from: number): RegExpExecArray | null {
    for (let at = from; !this.#reachesOn && at < text.length; at++) {
      const match = this.#pattern(text, at);
      if (!match) return null;
      if (match[0].length > 0 && !match[0].includes('\n')) return match;
      this.#reachesOn = match[0].length > 0;
      at = match.index;
    }
    return this.#findInLines(text, from);
  }

  #findInLines(text: string, from: number): RegExpExecArray | null {
    for (let at = from; at < text.length; at++) {
      const lf = text.indexOf('\n', at);
      const end = lf === -1 ? text.length : lf;
      const match = at < end ? this.#pattern(end === text.length ? text : text.slice(0, end), at) : null;
      if (match && match[0].length > 0) return match;
      at = match ? match.index : end;
    }
    return null;
  }
}

const NONE = Buffer.alloc(0);

/** Where the last line ends of those that begin at `from`, as many as are seen at once; undefined: the one there has not ended. */
function endOfLines(bytes: Buffer, from: number): number | undefined {
  const lf = bytes.subarray(from, from + LONGEST_LINE).lastIndexOf(LF);
  if (lf !== -1) return from + lf + 1;
  return bytes.length - from >= LONGEST_LINE ? from + LONGEST_LINE : undefined;
}
