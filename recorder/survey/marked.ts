import { randomBytes } from 'node:crypto';
import { asBuffer } from '../../src/as-buffer.ts';

/** A word that no file of the host has in its name, as it was drawn just now. */
export const newMark = (): string => `tapehead-${randomBytes(12).toString('hex')}-`;

/** What stands between two marks: the letter behind the first says what it is. */
export interface Field {
  tag: string;
  bytes: Buffer;
  /** Whether there was more of it than is kept. */
  isCut: boolean;
}

/** Takes an output apart at its marks, as it comes. What stands before the first, such as a profile's greeting, is dropped. */
export class MarkedFields {
  readonly #mark: Buffer;
  readonly #longest: number;
  readonly #tell: (field: Field) => void;
  #kept = NOTHING;
  #isInField = false;
  /** The beginning of a field that is longer than may be kept. */
  #head: Buffer | undefined;

  /** @param longest bytes of a field that are kept */
  constructor(mark: string, longest: number, tell: (field: Field) => void) {
    this.#mark = Buffer.from(mark);
    this.#longest = longest;
    this.#tell = tell;
  }

  push(chunk: Uint8Array): void {
    let rest = this.#kept.length === 0 ? asBuffer(chunk) : Buffer.concat([this.#kept, chunk]);
    for (let at = rest.indexOf(this.#mark); at !== -1; at = rest.indexOf(this.#mark)) {
      this.#end(rest.subarray(0, at));
      this.#isInField = true;
      rest = rest.subarray(at + this.#mark.length);
    }
    this.#keep(rest);
  }

  /** No more follows: the last field ends. */
  finish(): void {
    this.#end(this.#kept);
    this.#kept = NOTHING;
  }

  #keep(rest: Buffer): void {
    if (this.#isInField && !this.#head && rest.length > this.#longest + this.#mark.length)
      this.#head = Buffer.from(rest.subarray(0, this.#longest + 1));
    // Of what is not wanted only what may be the beginning of a mark.
    const from = this.#isInField && !this.#head ? 0 : Math.max(0, rest.length - this.#mark.length + 1);
    this.#kept = Buffer.from(rest.subarray(from));
  }

  #end(rest: Buffer): void {
    if (!this.#isInField) return;
    const bytes = this.#head ?? rest.subarray(0, this.#longest + 1);
    const isCut = this.#head !== undefined || rest.length > this.#longest + 1;
    this.#head = undefined;
    this.#tell({
      tag: String.fromCharCode(bytes[0] ?? 0),
      bytes: Buffer.from(bytes.subarray(1)),
      isCut,
    });
  }
}

const NOTHING = Buffer.alloc(0);

/** What `echo` said of it: without the line's end, and without the one behind the mark where it stood alone on its line. */
export function echoed(bytes: Buffer): Buffer {
  const start = bytes[0] === LF ? 1 : 0;
  return bytes.subarray(start, bytes.at(-1) === LF ? Math.max(start, bytes.length - 1) : bytes.length);
}

const LF = 0x0a;
