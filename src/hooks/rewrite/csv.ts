import { type Field, fieldOf, isQuoted, RowReader, valueOf } from './csv-rows.ts';
import { Pieces } from './pieces.ts';
import type { Rewriter } from './rewriter.ts';

/** A row that is longer, in bytes, goes on as it is; of the first one, all do. */
const LONGEST_ROW = 1024 * 1024;

/** What a field is to hold: this, or whatever fits. */
export type Wanted = Uint8Array | ((value: Uint8Array) => boolean);

/** Which field of which rows is another, and what it holds then. */
export interface CsvChange {
  /** By the names in the first row. */
  column: string;
  where: ReadonlyMap<string, Wanted>;
  value: Uint8Array;
}

/** Changes a field of rows of CSV (RFC 4180), whose first one names the columns. All other bytes stay as they are. */
export class CsvRewriter implements Rewriter {
  readonly holds = false;
  readonly #change: CsvChange;
  /** The value as a field, and as one in quotes. */
  readonly #plain: Uint8Array;
  readonly #quoted: Uint8Array;
  readonly #reader = new RowReader();
  readonly #pieces = new Pieces();
  #isHead = true;
  #columns: Columns | undefined;
  /** What came of a row that has not ended; of one that is too long, nothing is held. */
  #begun: Buffer[] = [];
  #begunBytes = 0;

  constructor(change: CsvChange) {
    this.#change = change;
    this.#plain = fieldOf(change.value, false);
    this.#quoted = fieldOf(change.value, true);
  }

  *push(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    let at = 0;
    let given = 0;
    for (let end = this.#reader.read(bytes, 0); end !== undefined; end = this.#reader.read(bytes, at)) {
      if (at === 0 && this.#begunBytes > 0) {
        yield* this.#endBegun(bytes.subarray(0, end));
        given = end;
      } else {
        const field = this.#toChange(bytes, this.#reader);
        if (field) {
          if (this.#pieces.add(bytes, given, field[0])) yield* this.#pieces.take();
          if (this.#pieces.add(isQuoted(bytes, field) ? this.#quoted : this.#plain))
            yield* this.#pieces.take();
          given = field[1];
        }
      }
      at = end;
    }
    if (this.#pieces.add(bytes, given, at)) yield* this.#pieces.take();
    if (at < bytes.length) yield* this.#begin(bytes.subarray(at));
    yield* this.#pieces.take();
  }

  *release(): Generator<Uint8Array, void, undefined> {
    // A row is no prompt.
  }

  *end(): Generator<Uint8Array, void, undefined> {
    if (this.#begunBytes > 0) yield* this.#endBegun(NONE);
    yield* this.#pieces.take();
  }

  /** A row begins, or goes on, and does not end yet. */
  *#begin(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    this.#begunBytes += bytes.length;
    this.#begun.push(Buffer.from(bytes)); // the sender may use its own again
    if (this.#begunBytes > LONGEST_ROW) yield* this.#giveBegun();
  }

  *#endBegun(last: Uint8Array): Generator<Uint8Array, void, undefined> {
    const isWhole = this.#begunBytes + last.length <= LONGEST_ROW;
    this.#begun.push(Buffer.from(last));
    if (isWhole) this.#begun = this.#changed(Buffer.concat(this.#begun));
    yield* this.#giveBegun();
    this.#begunBytes = 0;
    this.#isHead = false;
  }

  *#giveBegun(): Generator<Uint8Array, void, undefined> {
    for (const part of this.#begun.splice(0)) if (this.#pieces.add(part)) yield* this.#pieces.take();
  }

  #changed(row: Buffer): Buffer[] {
    const reader = new RowReader();
    reader.read(row, 0);
    const field = this.#toChange(row, reader);
    if (!field) return [row];
    const changed = isQuoted(row, field) ? this.#quoted : this.#plain;
    return [row.subarray(0, field[0]), Buffer.from(changed), row.subarray(field[1])];
  }

  /** The field to be changed in the row that was read. */
  #toChange(bytes: Uint8Array, row: RowReader): Field | undefined {
    if (this.#isHead) {
      this.#isHead = false;
      this.#columns = columnsOf(bytes, row.fields(), this.#change);
      return undefined;
    }
    const columns = this.#columns;
    if (!columns) return undefined;
    for (const { index, wanted } of columns.where) {
      const field = row.field(index);
      if (!field || !holds(bytes, field, wanted)) return undefined;
    }
    return row.field(columns.column);
  }
}

/** Where those columns stand. */
interface Columns {
  column: number;
  where: readonly { index: number; wanted: Wanted }[];
}

function holds(bytes: Uint8Array, field: Field, wanted: Wanted): boolean {
  if (typeof wanted === 'function') return wanted(valueOf(bytes, field));
  if (isQuoted(bytes, field)) return Buffer.compare(wanted, valueOf(bytes, field)) === 0;
  const [start, end] = field;
  if (end - start !== wanted.length) return false;
  // In most rows it is another, at its end if nowhere else; a view and a call would take longer.
  for (let i = wanted.length - 1; i >= 0; i--) if (wanted[i] !== bytes[start + i]) return false;
  return true;
}

/** Undefined where one is not there. */
function columnsOf(
  bytes: Uint8Array,
  head: readonly Field[],
  { column, where }: CsvChange,
): Columns | undefined {
  const names = head.map((field) => Buffer.from(valueOf(bytes, field)).toString());
  if (names[0]?.startsWith(BYTE_ORDER_MARK)) names[0] = names[0].slice(1);
  const found = [...where].map(([name, wanted]) => ({ index: names.indexOf(name), wanted }));
  const index = names.indexOf(column);
  return index === -1 || found.some((one) => one.index === -1) ? undefined : { column: index, where: found };
}

const BYTE_ORDER_MARK = '\u{feff}';
const NONE = new Uint8Array();
