/** Where a field stands in its bytes, its quotes included. */
export type Field = readonly [start: number, end: number];

const LF = 0x0a;
const CR = 0x0d;
const COMMA = 0x2c;
const QUOTE = 0x22;

/** Where a reader is in its field: quotes mean something at its beginning only (RFC 4180 §2). */
const BEGIN = 0;
const PLAIN = 1;
const QUOTED = 2;
/** Behind a quote in a quoted field: its last, or the first of two. */
const UNQUOTED = 3;

/** Reads rows one after the other. */
export class RowReader {
  #place = BEGIN;
  #start = 0;
  #ends = new Uint32Array(64);
  #count = 0;

  /** Behind the LF of the row that begins, or goes on, at `start`; undefined where that has not come. */
  read(bytes: Uint8Array, start: number): number | undefined {
    const length = bytes.length;
    this.#start = start;
    let place = this.#place;
    let ends = this.#ends;
    let count = 0;
    let at = start;
    for (; at < length; at++) {
      if (place === QUOTED) {
        // Most of a row is passed in one of these two loops, so they do nothing else.
        while (at < length && bytes[at] !== QUOTE) at++;
        if (at < length) place = UNQUOTED;
        continue;
      }
      const from = at;
      while (at < length && (bytes[at] as number) > COMMA) at++;
      if (at > from) place = PLAIN;
      if (at === length) break;
      const byte = bytes[at];
      if (byte === COMMA) {
        if (count + 1 === ends.length) ends = this.#grow();
        ends[count++] = at;
        place = BEGIN;
      } else if (byte === LF) break;
      else place = byte === QUOTE && place !== PLAIN ? QUOTED : PLAIN;
    }
    const isOver = at < length;
    ends[count] = isOver && bytes[at - 1] === CR && at > start ? at - 1 : at;
    this.#count = count + 1;
    this.#place = isOver ? BEGIN : place;
    return isOver ? at + 1 : undefined;
  }

  /** Of the row that was read last, from its beginning on. */
  field(index: number): Field | undefined {
    if (index >= this.#count) return undefined;
    return [index === 0 ? this.#start : (this.#ends[index - 1] as number) + 1, this.#ends[index] as number];
  }

  /** All of them. */
  fields(): Field[] {
    return Array.from({ length: this.#count }, (_, index) => this.field(index) as Field);
  }

  #grow(): Uint32Array<ArrayBuffer> {
    const more = new Uint32Array(2 * this.#ends.length);
    more.set(this.#ends);
    return (this.#ends = more);
  }
}

export const isQuoted = (bytes: Uint8Array, [start, end]: Field): boolean =>
  start < end && bytes[start] === QUOTE;

/** What a field holds, without its quotes. */
export function valueOf(bytes: Uint8Array, field: Field): Uint8Array {
  const [start, end] = field;
  if (!isQuoted(bytes, field)) return bytes.subarray(start, end);
  const value: number[] = [];
  let isOpen = true;
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at] as number;
    const isQuote = isOpen && byte === QUOTE;
    const isDoubled = isQuote && at + 1 < end && bytes[at + 1] === QUOTE;
    if (isDoubled) at++;
    else if (isQuote) isOpen = false;
    if (!isQuote || isDoubled) value.push(byte);
  }
  return Uint8Array.from(value);
}

/** A value as a field: quoted where it has to be, or the one before was. */
export function fieldOf(value: Uint8Array, wasQuoted: boolean): Uint8Array {
  const needsQuotes = value.some((byte) => byte === COMMA || byte === QUOTE || byte === CR || byte === LF);
  if (!wasQuoted && !needsQuotes) return value;
  const text = Buffer.from(value).toString('latin1');
  return Buffer.from(`"${text.replaceAll('"', '""')}"`, 'latin1');
}
