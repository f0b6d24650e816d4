import { Pieces } from './pieces.ts';
import type { Rewriter } from './rewriter.ts';

/** Bytes that are searched at once. */
const AT_ONCE = 64 * 1024;
/** Beyond this, places are replaced one by one: many in one step would take too much memory. */
const MOST_IN_TEMPLATE = 256;

/**
 * Puts other bytes in the place of a text wherever it stands. Held back is only what may be its beginning; that
 * need not be kept, as its length says what it is.
 */
export class TextRewriter implements Rewriter {
  readonly #text: Buffer;
  readonly #replacement: Uint8Array;
  readonly #borders: Uint32Array;
  /** Whether its last place is the last place where it was replaced, and the replacement no longer than is good for many. */
  readonly #isPlain: boolean;
  readonly #pattern: RegExp;
  readonly #template: string;
  readonly #pieces = new Pieces();
  /** So many bytes of the text came last. */
  #held = 0;

  constructor(text: Buffer, replacement: Uint8Array) {
    this.#text = text;
    this.#replacement = replacement;
    this.#borders = bordersOf(text);
    const overlapsItself = this.#borders.at(-1) !== 0;
    this.#isPlain = !overlapsItself && replacement.length <= MOST_IN_TEMPLATE;
    this.#pattern = new RegExp(
      text.toString('latin1').replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`),
      'g',
    );
    this.#template = Buffer.from(replacement).toString('latin1').replaceAll('$', '$$$$');
  }

  get holds(): boolean {
    return this.#held > 0;
  }

  *push(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < buffer.length; at += AT_ONCE)
      yield* this.#rewrite(buffer.subarray(at, at + AT_ONCE));
    yield* this.#pieces.take();
  }

  *release(): Generator<Uint8Array, void, undefined> {
    const held = this.#held;
    this.#held = 0;
    if (held > 0) yield this.#text.subarray(0, held);
  }

  end(): Iterable<Uint8Array> {
    return this.release();
  }

  *#rewrite(bytes: Buffer): Generator<Uint8Array, void, undefined> {
    const text = this.#text;
    let at = yield* this.#goOn(bytes);
    if (at === undefined) return;
    at = this.#isPlain ? yield* this.#replaceAll(bytes, at) : yield* this.#replaceOneByOne(bytes, at);
    let held = 0;
    for (let i = Math.max(at, bytes.length - text.length + 1); i < bytes.length; i++)
      held = this.#next(held, bytes[i] as number);
    this.#held = held;
    if (this.#pieces.add(bytes, at, bytes.length - held)) yield* this.#pieces.take();
  }

  /** In one step, which is faster where there are many. Behind the last of them. */
  *#replaceAll(bytes: Buffer, at: number): Generator<Uint8Array, number, undefined> {
    const first = bytes.indexOf(this.#text, at);
    if (first === -1) return at;
    const end = bytes.lastIndexOf(this.#text) + this.#text.length;
    const replaced = bytes.toString('latin1', first, end).replace(this.#pattern, this.#template);
    if (this.#pieces.add(bytes, at, first)) yield* this.#pieces.take();
    if (this.#pieces.add(Buffer.from(replaced, 'latin1'))) yield* this.#pieces.take();
    return end;
  }

  *#replaceOneByOne(bytes: Buffer, from: number): Generator<Uint8Array, number, undefined> {
    let at = from;
    for (let found = bytes.indexOf(this.#text, at); found !== -1; found = bytes.indexOf(this.#text, at)) {
      if (this.#pieces.add(bytes, at, found)) yield* this.#pieces.take();
      if (this.#pieces.add(this.#replacement)) yield* this.#pieces.take();
      at = found + this.#text.length;
    }
    return at;
  }

  /**
   * Goes on with the beginning that is held back, until it is whole, or lies in these bytes alone. From where on
   * they are to be searched; undefined where they are all held back.
   */
  *#goOn(bytes: Buffer): Generator<Uint8Array, number | undefined, undefined> {
    const before = this.#held;
    this.#held = 0;
    let matched = before;
    for (let at = 0; ; at++) {
      const start = before + at - matched;
      if (start >= before || matched === this.#text.length || at === bytes.length) {
        if (this.#pieces.add(this.#text, 0, Math.min(start, before))) yield* this.#pieces.take();
        if (start >= before) return 0;
        if (matched === this.#text.length) {
          if (this.#pieces.add(this.#replacement)) yield* this.#pieces.take();
          return at;
        }
        this.#held = matched;
        return undefined;
      }
      matched = this.#next(matched, bytes[at] as number);
    }
  }

  /** How much of the text has come behind a byte more (Knuth, Morris, Pratt 1977). */
  #next(matched: number, byte: number): number {
    const text = this.#text;
    while (matched > 0 && text[matched] !== byte) matched = this.#borders[matched - 1] as number;
    return text[matched] === byte ? matched + 1 : 0;
  }
}

/** Of each beginning of the text, how long the longest other beginning is that it ends with. */
function bordersOf(text: Uint8Array): Uint32Array {
  const borders = new Uint32Array(text.length);
  for (let i = 1, length = 0; i < text.length; i++) {
    while (length > 0 && text[length] !== text[i]) length = borders[length - 1] as number;
    if (text[length] === text[i]) length++;
    borders[i] = length;
  }
  return borders;
}
