/** The two streams whose bytes are an answer. */
export type OutputStream = 'stdout' | 'stderr';

/** One thing that the host of today answers otherwise than recorded. Texts are as the host has them; who shows them escapes them. */
export interface Difference {
  field: 'outcome' | OutputStream;
  /**
   * Where in it: `vmnic1 › MTU` for the column of a row or a key of a block, `$.nics[2].mtu` for JSON,
   * `/list/structure[3]/MTU` for XML, `line 12` for text; empty for all of it.
   */
  path: string;
  /** `added`: only the host of today has it. `order`: the same things, in another order. */
  kind: 'added' | 'removed' | 'changed' | 'type-changed' | 'order';
  /** `structure`: a row, key, column or line came or went, or a type changed; `value`: what stands there. */
  severity: 'outcome' | 'structure' | 'value';
  /** At most {@link LONGEST_VALUE} characters. */
  recorded?: string;
  current?: string;
}

export const LONGEST_VALUE = 400;

/** How the output was read, to be compared: `table` is esxcli's, `blocks` key-value blocks under a heading. */
export type OutputFormat = 'json' | 'csv' | 'xml' | 'keyvalue' | 'table' | 'blocks' | 'text' | 'binary';

/** A stream beside its recording, as hunks of a unified diff after normalising; binary has none. */
export interface StreamDiff {
  stream: OutputStream;
  format: OutputFormat;
  hunks: readonly Hunk[];
  /** Lines that were left out, as there are too many to show. */
  leftOut: number;
}

export interface Hunk {
  /** Count from 1. */
  recordedStart: number;
  currentStart: number;
  lines: readonly DiffLine[];
}

export interface DiffLine {
  /** `added`: only the host of today has it. */
  kind: 'same' | 'removed' | 'added';
  parts: readonly DiffPart[];
}

/** A piece of a line; `changed` marks the words that differ from the line it is paired with. */
export interface DiffPart {
  text: string;
  changed: boolean;
}
