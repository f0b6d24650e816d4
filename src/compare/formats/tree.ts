import type { OutputFormat } from '../difference.ts';

/**
 * An output as it was read. All bytes of it are in a text, a key or a layout, so that two readings are equal where the
 * outputs are. Texts are one character a byte.
 */
export interface Document {
  node: Node;
  /** Line ends, the final newline, what stands before and after. */
  layout: string;
  /** Of a table, as wide as it was printed. */
  columns?: readonly Column[];
}

export type Node = Leaf | Fields | List;

/**
 * Layouts are how a thing was written: indentation, quoting, alignment. Empty fits any, and one that begins with `^`
 * (the first of its kind) is compared with its like only.
 */
interface Laid {
  layout: string;
}

/** `type`: of the value, where the format has types. Its layout counts only where the text is the same. */
export interface Leaf extends Laid {
  kind: 'leaf';
  type: string;
  text: string;
}

export interface Fields extends Laid {
  kind: 'fields';
  type: string;
  fields: readonly Field[];
}

export interface Field extends Laid {
  key: string;
  node: Node;
}

export interface List extends Laid {
  kind: 'list';
  type: string;
  items: readonly Item[];
  /** Of a table, also where it has no rows. */
  columns?: readonly string[];
}

/** A row of a table, an element of an array, a block with its heading. */
export interface Item extends Laid {
  title?: string;
  node: Node;
}

/** A column of a table, in characters: its width, and how much wider that is than what stands in it. */
export interface Column {
  name: string;
  width: number;
  slack: number;
  /** Blanks to its left, and how the header stands in it. */
  gap: number;
  aligned: string;
}

/** How a format calls places. */
export interface Paths {
  root: string;
  field(path: string, key: string): string;
  /** `index` from 0; `name` of a row that has a key; `type` of the item. */
  item(path: string, index: number, name: string | undefined, type: string): string;
  /** Whether a place is told by path, as JSON and XML do, or by column. */
  byPath: boolean;
}

/** Reads one format; undefined for what it does not understand to the last byte. */
export type Reader = (text: string) => Document | undefined;

/** Both sides, read alike. */
export interface ReadBoth {
  format: OutputFormat;
  paths: Paths;
  recorded: Document;
  current: Document;
}
