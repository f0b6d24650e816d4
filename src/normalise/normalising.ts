import type { OutputStream } from '../compare/difference.ts';

/** Where a text stands, for normalisers that are for one place alone. */
export interface Place {
  stream: OutputStream;
  /** Of a table, CSV or block: the header of its column, or its key. */
  column?: string;
  /** Of JSON and XML: as {@link Difference.path} has it, but with `[]` for every index: `$.nics[].mtu`. */
  path?: string;
}

/** A volatile part of a text: latin1 characters, one a byte. */
export interface VolatilePart {
  start: number;
  end: number;
  /** Its normaliser's name. */
  normaliser: string;
  /** What it is shown as: `<uuid>`, or `<uuid:1>` where equal values stay equal. */
  label: string;
  /** Whether equal values must stay equal (ids), or any value stands for any other (times). */
  identity: boolean;
}

/** The normalisers that are for one command, switched and restricted already. Pure. */
export interface Normalising {
  /** In order, not overlapping; of several normalisers the earlier named and then the longer match has it. */
  parts(text: string, place: Place): readonly VolatilePart[];
}

/** A normaliser of nothing. */
export const AS_IT_IS: Normalising = { parts: () => [] };
