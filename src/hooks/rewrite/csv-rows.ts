/** A field where it stands in its row, its quotes included. */
export interface Field {
  start: number;
  end: number;
}

const LF = 0x0a;
const CR = 0x0d;
const COMMA = 0x2c;
const QUOTE = 0x22;

/** Where a reader is in its field: quotes mean something at its beginning only (RFC 4180 §2). */
type Place = 'begin' | 'plain' | 'quoted' | 'quote';

/** Finds the end of rows, across chunks. */
export class RowEnds {
  #place: Place = 'begin';

  /** Behind the LF that ends the row, from `from` on; undefined where it has not come. */
  next(bytes: Uint8Array, from: number): number | undefined {
    let place = this.#place;
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (place === 'quoted') {
        if (byte === QUOTE) place = 'quote';
      } else if (byte === LF) {
        this.#place = 'begin';
        return at + 1;
      } else if (byte === COMMA) place = 'begin';
      else if (byte !== QUOTE || place === 'plain') place = 'plain';
      else place = 'quoted'; // at its beginning, or a second one behind a first
    }
    this.#place = place;
    return undefined;
  }
}

/** The fields of a whole row, its line end not included. */
export function fieldsOf(row: Uint8Array): Field[] {
  const fields: Field[] = [];
  const end = row.length - lineEndOf(row);
  let start = 0;
  let place: Place = 'begin';
  for (let at = 0; at < end; at++) {
    const byte = row[at] as number;
    if (place === 'quoted') {
      if (byte === QUOTE) place = 'quote';
    } else if (byte === COMMA) {
      fields.push({ start, end: at });
      start = at + 1;
      place = 'begin';
    } else if (byte !== QUOTE || place === 'plain') place = 'plain';
    else place = 'quoted';
  }
  fields.push({ start, end });
  return fields;
}

/** What a field holds, without its quotes. */
export function valueOf(row: Uint8Array, { start, end }: Field): Uint8Array {
  if (row[start] !== QUOTE) return row.subarray(start, end);
  const value: number[] = [];
  let isOpen = true;
  for (let at = start + 1; at < end; at++) {
    const byte = row[at] as number;
    if (isOpen && byte === QUOTE && row[at + 1] === QUOTE && at + 1 < end) at++;
    else if (isOpen && byte === QUOTE) {
      isOpen = false;
      continue;
    }
    value.push(byte);
  }
  return Uint8Array.from(value);
}

/** A value as a field: quoted where it has to be, or the one before was. */
export function fieldOf(value: Uint8Array, wasQuoted: boolean): Uint8Array {
  if (!wasQuoted && !value.some((byte) => byte === COMMA || byte === QUOTE || byte === CR || byte === LF))
    return value;
  const text = Buffer.from(value).toString('latin1');
  return Buffer.from(`"${text.replaceAll('"', '""')}"`, 'latin1');
}

export const isQuoted = (row: Uint8Array, { start, end }: Field): boolean => start < end && row[start] === QUOTE;

function lineEndOf(row: Uint8Array): number {
  if (row.at(-1) !== LF) return 0;
  return row.at(-2) === CR ? 2 : 1;
}
