import type { LineRewrite } from './line-rewrite.ts';
import { Pieces } from './pieces.ts';
import type { Rewriter } from './rewriter.ts';

/** A line that is longer is seen in parts of so many bytes, each as if it were a line. */
export const LONGEST_LINE = 64 * 1024;

const LF = 0x0a;

/**
 * Puts other bytes in the place of what a pattern matches within a line, its end not included. A line is held back
 * until it has ended.
 */
export class PatternRewriter implements Rewriter {
  readonly #rewrite: LineRewrite;
  readonly #pieces = new Pieces();
  #line = NONE;
  #held = 0;

  constructor(rewrite: LineRewrite) {
    this.#rewrite = rewrite;
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
      yield* this.#give(buffer.subarray(at, end));
      at = end;
    }
    yield* this.#pieces.take();
  }

  *release(): Generator<Uint8Array, void, undefined> {
    yield* this.#giveHeld();
    yield* this.#pieces.take();
  }

  end(): Iterable<Uint8Array> {
    return this.release();
  }

  #hold(bytes: Uint8Array): void {
    if (this.#line.length === 0) this.#line = Buffer.allocUnsafe(LONGEST_LINE + 1);
    this.#line.set(bytes, this.#held);
    this.#held += bytes.length;
  }

  /** Goes on with the line that is held back. From where on what came is another. */
  *#goOn(bytes: Buffer): Generator<Uint8Array, number, undefined> {
    const room = LONGEST_LINE - this.#held;
    const lf = bytes.subarray(0, room + 1).indexOf(LF);
    const used = lf === -1 ? Math.min(room, bytes.length) : lf + 1;
    this.#hold(bytes.subarray(0, used));
    if (lf !== -1 || this.#held === LONGEST_LINE) yield* this.#giveHeld();
    return used;
  }

  *#giveHeld(): Generator<Uint8Array, void, undefined> {
    const held = this.#line.subarray(0, this.#held);
    this.#held = 0;
    if (held.length > 0) yield* this.#give(held);
  }

  /** Lines, of which the last may be without its end. */
  *#give(lines: Buffer): Generator<Uint8Array, void, undefined> {
    const hasEnd = lines.at(-1) === LF;
    // Behind the last LF there is no line yet.
    const text = lines.toString('latin1', 0, lines.length - (hasEnd ? 1 : 0));
    const { pattern, template } = this.#rewrite;
    if (!pattern.staysInLine || template === undefined) yield* this.#giveOneByOne(lines, text);
    else {
      const rewritten = pattern.replace(text, template);
      const isSame = rewritten === text;
      if (this.#pieces.add(isSame ? lines : Buffer.from(rewritten, 'latin1'))) yield* this.#pieces.take();
      if (!isSame && hasEnd && this.#pieces.add(END)) yield* this.#pieces.take();
    }
  }

  /** Line by line, and match by match. */
  *#giveOneByOne(lines: Buffer, text: string): Generator<Uint8Array, void, undefined> {
    const { pattern, replacement } = this.#rewrite;
    let given = 0;
    for (let start = 0; start <= text.length;) {
      const lf = text.indexOf('\n', start);
      const end = lf === -1 ? text.length : lf;
      const line = text.slice(start, end);
      let from = 0;
      for (let match = pattern.find(line, 0); match; match = pattern.find(line, from)) {
        if (this.#pieces.add(lines, given, start + match.index)) yield* this.#pieces.take();
        for (const part of replacement) {
          const bytes = typeof part === 'number' ? Buffer.from(match[part] ?? '', 'latin1') : part;
          if (this.#pieces.add(bytes)) yield* this.#pieces.take();
        }
        given = start + match.index + match[0].length;
        from = match.index + Math.max(match[0].length, 1);
        if (from > line.length) break;
      }
      start = end + 1;
    }
    if (this.#pieces.add(lines, given)) yield* this.#pieces.take();
  }
}

const NONE = Buffer.alloc(0);
const END = Buffer.of(LF);

/**
 * Where the last line ends of those that begin at `from`, as many as are seen at once; undefined: the one there has
 * not ended.
 */
function endOfLines(bytes: Buffer, from: number): number | undefined {
  const lf = bytes.subarray(from, from + LONGEST_LINE + 1).lastIndexOf(LF);
  if (lf !== -1) return from + lf + 1;
  return bytes.length - from >= LONGEST_LINE ? from + LONGEST_LINE : undefined;
}
