/** What esxcli knows as a value: each of its formatters has a form for each of these. */
export type Value =
  string | number | boolean | readonly (string | number | boolean)[] | Nested | readonly Nested[];

/** A structure in a structure. */
export interface Nested {
  type: string;
  fields: readonly Field[];
}

/** A field of a structure. */
export interface Field {
  /** As text has it: `PCI Device`. Other formats leave out all but letters and digits. */
  title: string;
  value: Value;
  /** In text something else stands there: `8588824576 Bytes`, where other formats have the number. */
  text?: string;
}

/** How a column, or a line of a record, comes from what a leaf returns. */
export interface Column<T> {
  title: string;
  value(item: T): Value;
  /** Text only: the unit that stands behind the value. */
  unit?: string;
  /** Text only: it is not shown there. */
  hidden?: boolean;
  /** Text only: where it stands is not told by what it is. */
  align?: 'left' | 'right';
  /** Versions of the host that have it. */
  since?: string;
  before?: string;
  /** What an empty list of it is a list of, and what an empty table has there. Default `string`. */
  of?: 'string' | 'integer' | 'boolean' | 'structure';
}

/** How what a leaf returns is printed; all formatters follow from it. */
export type Printed<T> = TableOf<T> | RecordsOf<T> | RecordOf<T> | Text;

/** Rows and columns. */
interface TableOf<T> {
  form: 'table';
  type: string;
  columns: readonly Column<never>[];
  /** Only for the type checker. */
  rows?: T;
}

/** A block a structure, headed by what names it. */
interface RecordsOf<T> {
  form: 'records';
  type: string;
  columns: readonly Column<never>[];
  heading?(item: never): string;
  rows?: T;
}

/** One structure. */
interface RecordOf<T> {
  form: 'record';
  type: string;
  columns: readonly Column<never>[];
  heading?(item: never): string;
  row?: T;
}

/** Text as it is, a line, or several. */
interface Text {
  form: 'text';
}

/** Titles and what stands below them, or more than that. */
export type Columns<T> = Readonly<Record<string, ((item: T) => Value) | UntitledColumn<T>>>;

/** A title of its own is for one that stands elsewhere in another release. */
type UntitledColumn<T> = Omit<Column<T>, 'title'> & { title?: string };

/** A table of structures of esxcli's type `type`. */
export const table = <T>(type: string, columns: Columns<T>): Printed<readonly T[]> => ({
  form: 'table',
  type,
  columns: columnsOf(columns),
});

/** A block each, below what `heading` says, if anything. */
export const records = <T>(
  type: string,
  heading: ((item: T) => string) | undefined,
  columns: Columns<T>,
): Printed<readonly T[]> => ({
  form: 'records',
  type,
  columns: columnsOf(columns),
  ...(heading && { heading }),
});

/** One structure; with a heading it is below that. */
export const record = <T>(type: string, columns: Columns<T>, heading?: (item: T) => string): Printed<T> => ({
  form: 'record',
  type,
  columns: columnsOf(columns),
  ...(heading && { heading }),
});

/** A value that stands alone, and keeps its type in XML. */
export const alone: Printed<string | number | boolean> = { form: 'text' };

/** A structure within a structure. */
export const nested = (type: string, fields: Readonly<Record<string, Value>>): Nested => ({
  type,
  fields: Object.entries(fields).map(([title, value]) => ({ title, value })),
});

const columnsOf = <T>(columns: Columns<T>): readonly Column<never>[] =>
  Object.entries(columns).map(([title, column]) =>
    typeof column === 'function' ? { title, value: column } : { title, ...column },
  );
