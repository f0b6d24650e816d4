import type { Host } from '../../model/host.ts';

/** A structure of the kernel, as vsish has it. */
export interface Structure {
  title: string;
  fields: readonly VsishField[];
}

/** Its words in text; its key, where Python is spoken, is other than that only where it is told. */
export interface VsishField {
  name: string;
  value: string | number;
  /** Numbers are hexadecimal in both. */
  isHex?: boolean;
}

/** What a node holds; a node with others below it holds nothing. */
export type Held = Structure | string | number;

/** A place in the tree of the kernel; `*` in its path stands for the names that `names` tells. */
export interface VsishNode {
  path: string;
  /** What stands for each `*`, in order; undefined of a host means there is none of it. */
  names?: (host: Host, before: readonly string[]) => readonly string[];
  get?(host: Host, names: readonly string[]): Held;
  /** @throws Failure where the text is none that it can be */
  set?(host: Host, names: readonly string[], text: string): void;
}

/** Of names and values; a value may be hexadecimal. */
export const structure = (title: string, fields: Readonly<Record<string, string | number>>): Structure => ({
  title,
  fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
});
