import type { Span } from './cut-row.ts';
import { tableOf } from './table.ts';
import { textLines } from './text-lines.ts';
import type { Document } from './tree.ts';

/**
 * A table without a rule, as `esxcfg-nics -l` and `vim-cmd vmsvc/getallvms` print it. Columns begin where a word of the
 * header does and all lines have a blank before; undefined unless every line fits.
 */
export function readColumns(text: string): Document | undefined {
  const read = textLines(text);
  const [header, ...rows] = read?.lines ?? [];
  if (!read || header === undefined || rows.length === 0 || rows.length > MOST_ROWS) return undefined;
  if (header.length > LONGEST_HEADER || !HEADER.test(header)) return undefined;
  if (rows.some((row) => row.startsWith(' ') || /^[- ]*$/.test(row))) return undefined;
  const starts = Array.from(header.matchAll(/\S+/g), ({ index }) => index).filter(
    (at) => at === 0 || rows.every((row) => (row[at - 1] ?? ' ') === ' '),
  );
  if (starts.length < FEWEST_COLUMNS) return undefined;
  // Two blanks within a name: these are two columns, which the rows do not tell apart.
  const names = starts.map((start, i) => header.slice(start, starts[i + 1]).trimEnd());
  if (names.some((name) => name.includes('  '))) return undefined;
  const spans = starts.map((start, i): Span => ({ start, end: (starts[i + 1] ?? header.length + 1) - 1 }));
  const document = tableOf(header, rows, spans, read.layout);
  if (!document || document.node.kind !== 'list') return undefined;
  // The first column has something in every row, or these are no rows.
  const isFull = document.node.items.every(
    ({ node }) =>
      node.kind === 'fields' && node.fields[0]?.node.kind === 'leaf' && node.fields[0].node.text !== '',
  );
  return isFull ? document : undefined;
}

const FEWEST_COLUMNS = 3;
const MOST_ROWS = 100_000;
const LONGEST_HEADER = 1000;
/** Words that begin with a capital and have no punctuation of prose; two blanks somewhere between them. */
const HEADER = /^(?=.* {2,}\S)(?:[A-Z][A-Za-z#%]*(?:$| +))+$/;
