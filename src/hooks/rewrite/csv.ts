import type { Pattern } from '../../pattern.ts';
import { fieldOf, fieldsOf, isQuoted, RowEnds, valueOf } from './csv-rows.ts';
import { Pieces } from './pieces.ts';
import type { Rewriter } from './rewriter.ts';

/** A row that is longer, in bytes, goes on as it is; of the first one, all do. */
const LONGEST_ROW = 1024 * 1024;

/** Which field of which rows is another, and what it holds then. */
export interface CsvChange {
  /** By the names in the first row. */
  column: string;
  where: ReadonlyMap<string, Pattern>;
  value: Uint8Array;
}

/** Where those columns stand; undefined where one is not there. */
interface Columns {
  column: number;
  where: readonly { index: number; wanted: Pattern }[];
}

/** Changes a field of rows of CSV (RFC 4180), whose first one names the columns. All other bytes stay as they are. */
export class CsvRewriter implements Rewriter {
  readonly holds = false;
  readonly #change: CsvChange;
  readonly #ends = new RowEnds();
  readonly #pieces = new Pieces();
  #head = true;
  #columns: Columns | undefined;
  /** What came of a row that has not ended. */
  #begun: Buffer[] = [];
  #begunBytes = 0;
  #isTooLong = false;

  constructor(change: CsvChange) {
    this.#change = change;
  }

  *push(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    let at = 0;
    for (let end = this.#ends.next(bytes, 0); end !== undefined; end = this.#ends.next(bytes, at)) {
      yield* this.#endRow(bytes.subarray(at, end));
      at = end;
    }
    const rest = bytes.subarray(at);
    if (this.#isTooLong || this.#begunBytes + rest.length > LONGEST_ROW) {
      this.#isTooLong = true;
      yield* this.#begunRow();
      if (this.#pieces.add(rest)) yield* this.#pieces.take();
    } else if (rest.length > 0) {
      this.#begun.push(Buffer.from(rest)); // the sender may use its buffer again
      this.#begunBytes += rest.length;
    }
    yield* this.#pieces.take();
  }

  *release(): Generator<Uint8Array, void, undefined> {
    // A row is no prompt.
  }

  *end(): Generator<Uint8Array, void, undefined> {
    if (this.#begun.length > 0) yield* this.#endRow(NONE);
    yield* this.#pieces.take();
  }

  *#endRow(last: Uint8Array): Generator<Uint8Array, void, undefined> {
    const isTooLong = this.#isTooLong || this.#begunBytes + last.length > LONGEST_ROW;
    if (isTooLong) {
      yield* this.#begunRow();
      if (this.#pieces.add(last)) yield* this.#pieces.take();
    } else {
      const row = this.#begun.length > 0 ? Buffer.concat([...this.#begun, last]) : last;
      this.#begun = [];
      this.#begunBytes = 0;
      if (this.#head) this.#columns = columnsOf(row, this.#change);
      else for (const part of this.#changed(row)) if (this.#pieces.add(part)) yield* this.#pieces.take();
      if (this.#head && this.#pieces.add(row)) yield* this.#pieces.take();
    }
    this.#head = false;
    this.#isTooLong = false;
  }

  *#begunRow(): Generator<Uint8Array, void, undefined> {
    for (const part of this.#begun) if (this.#pieces.add(part)) yield* this.#pieces.take();
    this.#begun = [];
    this.#begunBytes = 0;
  }

  #changed(row: Uint8Array): Uint8Array[] {
    const columns = this.#columns;
    if (!columns) return [row];
    const fields = fieldsOf(row);
    const field = fields[columns.column];
    const isMeant = columns.where.every(({ index, wanted }) => {
      const one = fields[index];
      return one !== undefined && wanted.capture(valueOf(row, one)) !== undefined;
    });
    if (!field || !isMeant) return [row];
    const changed = fieldOf(this.#change.value, isQuoted(row, field));
    return [row.subarray(0, field.start), changed, row.subarray(field.end)];
  }
}

function columnsOf(head: Uint8Array, { column, where }: CsvChange): Columns | undefined {
  const names = fieldsOf(head).map((field) => Buffer.from(valueOf(head, field)).toString());
  if (names[0]?.startsWith(BYTE_ORDER_MARK)) names[0] = names[0].slice(1);
  const found = [...where].map(([name, wanted]) => ({ index: names.indexOf(name), wanted }));
  const index = names.indexOf(column);
  const isThere = index !== -1 && found.every((one) => one.index !== -1);
  return isThere ? { column: index, where: found } : undefined;
}

const BYTE_ORDER_MARK = '\u{feff}';
const NONE = new Uint8Array();
