import { blanksAtEnd } from './blanks.ts';
import { type CutRow, type Span, cutRow } from './cut-row.ts';
import { textLines } from './text-lines.ts';
import type { Column, Document, Field, Item } from './tree.ts';

/** A table as esxcli prints it: header, a rule of dashes under each column, rows; and nothing else. */
export function readTable(text: string): Document | undefined {
  const read = textLines(text);
  const [header, rule, ...rows] = read?.lines ?? [];
  if (!read || header === undefined || rule === undefined || !RULE.test(rule)) return undefined;
  const spans = Array.from(rule.matchAll(/-+/g), ({ index, 0: dashes }) => ({
    start: index,
    end: index + dashes.length,
  }));
  // One rule under all of the header says nothing of columns.
  if (spans.length === 1 && / {2}/.test(header.trim())) return undefined;
  const layout = `${read.layout}${blanksAtEnd(rule)}`;
  return tableOf(header, rows, spans, layout);
}

const RULE = /^-+(?: +-+)* *$/;

/** @param spans Columns, none of which anything may overlap; the last goes on to the end of the line. */
export function tableOf(
  header: string,
  rows: readonly string[],
  spans: readonly Span[],
  layout: string,
): Document | undefined {
  const head = cutRow(header, spans);
  const cut = rows.map((row) => cutRow(row, spans));
  if (!head || head.cells.some(({ text }) => text === '') || !cut.every((row) => row !== undefined))
    return undefined;
  const names = uniqueNames(head.cells.map(({ text }) => text));
  const items = cut.map((row) => rowOf(row, names));
  return {
    node: { kind: 'list', type: '', items, columns: names, layout: head.end },
    layout,
    columns: spans.map((span, i) => columnOf(names[i] ?? '', span, spans[i - 1]?.end ?? 0, i, head, cut)),
  };
}

function rowOf({ cells, end }: CutRow, names: readonly string[]): Item {
  const fields = cells.map(({ text, aligned }, i): Field => ({
    key: names[i] ?? '',
    node: { kind: 'leaf', type: '', text, layout: aligned },
    layout: '',
  }));
  return { node: { kind: 'fields', type: '', fields, layout: end }, layout: '' };
}

function columnOf(
  name: string,
  { start, end }: Span,
  before: number,
  index: number,
  head: CutRow,
  rows: readonly CutRow[],
): Column {
  const width = end - start;
  const inHead = head.cells[index];
  let widest = inHead?.width ?? 0;
  for (const { cells } of rows) {
    const cell = cells[index]?.width ?? 0;
    // A rule that is shorter than what stands above it is as wide as its header.
    if (cell <= width) widest = Math.max(widest, cell);
  }
  return { name, width, slack: width - widest, gap: start - before, aligned: inHead?.aligned ?? '' };
}

/** A name that comes again gets a number. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
