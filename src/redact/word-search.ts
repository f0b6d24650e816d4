/**
 * Finds where any of some words begin, whatever their case, in one pass that looks at a pair of bytes in two and
 * knows by it how far it may go on (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994).
 */
export class WordSearch<T> {
  /** By a pair of bytes: which of a word's first three bytes it may be, as `SECOND` and `FIRST` say it. */
  #places = new Uint8Array(0x10000);
  /** By what three bytes are mixed to: whether a word may begin with them. */
  #mayBegin = new Uint8Array(0x10000);
  #byStart = new Map<number, { word: Buffer; means: T }[]>();

  /** @param words of three bytes or more, in lower case, with what each means */
  constructor(words: Iterable<readonly [word: string, means: T]>) {
    for (const [text, means] of words) {
      const word = Buffer.from(text, 'latin1');
      this.#mayStand(word, 0, FIRST);
      this.#mayStand(word, 1, SECOND);
      this.#mayBegin[mixed(word, 0)] = 1;
      const start = startOf(word, 0);
      const same = this.#byStart.get(start);
      if (same) same.push({ word, means });
      else this.#byStart.set(start, [{ word, means }]);
    }
  }

  /** From the first to the last, by where they begin. */
  each(bytes: Buffer, from: number, onFound: (at: number, means: T) => void): void {
    for (let at = this.#candidate(bytes, from); at !== -1; at = this.#candidate(bytes, at + 1))
      for (const { word, means } of this.#byStart.get(startOf(bytes, at)) ?? NONE)
        if (isThere(word, bytes, at)) onFound(at, means);
  }

  /** Where the first one from there on begins; -1 where none does. */
  first(bytes: Buffer, from: number): number {
    for (let at = this.#candidate(bytes, from); at !== -1; at = this.#candidate(bytes, at + 1)) {
      const words = this.#byStart.get(startOf(bytes, at));
      if (words?.some(({ word }) => isThere(word, bytes, at))) return at;
    }
    return -1;
  }

  /** Where a word may begin, as its first three bytes say; -1 where none does. */
  #candidate(bytes: Buffer, from: number): number {
    const [places, mayBegin] = [this.#places, this.#mayBegin];
    const last = bytes.length - 2;
    for (let at = from + 1; at <= last;) {
      const place = places[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] as number;
      if ((place & SECOND) !== 0 && mayBegin[mixed(bytes, at - 1)] !== 0) return at - 1;
      // Where no word begins at this byte, one may at the next.
      at += (place & FIRST) === 0 ? 2 : 1;
    }
    return -1;
  }

  #mayStand(word: Buffer, at: number, place: number): void {
    for (const first of bothCases(word[at] as number)) {
      for (const second of bothCases(word[at + 1] as number)) {
        const pair = (first << 8) | second;
        this.#places[pair] = (this.#places[pair] as number) | place;
      }
    }
  }
}

/** The pair is the first and the second byte of a word. */
const FIRST = 1;
/** The pair is the second and the third byte of a word. */
const SECOND = 2;

const NONE: readonly never[] = [];

/** The first three bytes as a number; letters in lower case, and other bytes as if they were letters. */
const startOf = (bytes: Buffer, at: number): number =>
  ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number) | 0x202020;

/** The same in sixteen bits, in which few share a place. */
const mixed = (bytes: Buffer, at: number): number =>
  ((((bytes[at] as number) | 0x20) & 0x7f) << 9) ^
  (((bytes[at + 1] as number) | 0x20) << 5) ^
  ((bytes[at + 2] as number) | 0x20);

const bothCases = (byte: number): readonly number[] =>
  byte >= 0x61 && byte <= 0x7a ? [byte, byte & ~0x20] : [byte];

function isThere(word: Buffer, bytes: Buffer, at: number): boolean {
  if (at + word.length > bytes.length) return false;
  for (let i = 0; i < word.length; i++) {
    const [wanted, byte] = [word[i] as number, bytes[at + i] as number];
    if (byte !== wanted && !(byte >= 0x41 && byte <= 0x5a && (byte | 0x20) === wanted)) return false;
  }
  return true;
}
