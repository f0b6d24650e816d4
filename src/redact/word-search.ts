/** How many of a word's first bytes the search goes by. */
const WINDOW = 3;

/**
 * Finds where any of some words begin, whatever their case, in one pass that looks at a pair of bytes in two and
 * knows by it how far it may go on (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994).
 */
export class WordSearch<T> {
  /** By a pair of bytes: how many bytes further the next pair is that may be in a word's first three. */
  #shift = new Uint8Array(0x10000).fill(WINDOW - 1);
  #byStart = new Map<number, { word: Buffer; means: T }[]>();

  /** @param words of three bytes or more, in lower case, with what each means */
  constructor(words: Iterable<readonly [word: string, means: T]>) {
    for (const [text, means] of words) {
      const word = Buffer.from(text, 'latin1');
      this.#mayShift(word, 0, 1);
      this.#mayShift(word, 1, 0);
      const start = startOf(word, 0);
      const same = this.#byStart.get(start);
      if (same) same.push({ word, means });
      else this.#byStart.set(start, [{ word, means }]);
    }
  }

  /** From the first to the last, by where they begin. */
  each(bytes: Buffer, from: number, onFound: (at: number, means: T) => void): void {
    const shift = this.#shift;
    const last = bytes.length - 2;
    for (let at = from + 1; at <= last;) {
      const further = shift[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] as number;
      if (further > 0) {
        at += further;
        continue;
      }
      const begin = at - 1;
      for (const { word, means } of this.#byStart.get(startOf(bytes, begin)) ?? NONE)
        if (isThere(word, bytes, begin)) onFound(begin, means);
      at++;
    }
  }

  #mayShift(word: Buffer, at: number, further: number): void {
    for (const first of bothCases(word[at] as number)) {
      for (const second of bothCases(word[at + 1] as number)) {
        const pair = (first << 8) | second;
        this.#shift[pair] = Math.min(this.#shift[pair] as number, further);
      }
    }
  }
}

const NONE: readonly never[] = [];

/** The first three bytes as a number; letters in lower case, and other bytes as if they were letters. */
const startOf = (bytes: Buffer, at: number): number =>
  ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number) | 0x202020;

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
