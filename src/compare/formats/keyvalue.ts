import { textLines } from './text-lines.ts';
import type { Document, Field, Item } from './tree.ts';

/** Lines `structure[0].Nic.MTU.integer=1500`, or without an index where there is one structure. */
export function readKeyvalue(text: string): Document | undefined {
  const read = textLines(text);
  if (!read || read.lines.length === 0) return undefined;
  const rows = new Map<number, Field[]>();
  const single: Field[] = [];
  for (const line of read.lines) {
    const match = LINE.exec(line);
    if (!match) return undefined;
    const [, index, key = '', type = '', value = ''] = match;
    const field: Field = { key, node: { kind: 'leaf', type, text: value, layout: '' }, layout: '' };
    if (index === undefined) single.push(field);
    else {
      const row = Number(index);
      // Rows come one after the other, each whole.
      if (row !== rows.size && row !== rows.size - 1) return undefined;
      rows.set(row, [...(rows.get(row) ?? []), field]);
    }
  }
  if (rows.size > 0 && single.length > 0) return undefined;
  if (rows.size === 0)
    return { node: { kind: 'fields', type: '', fields: single, layout: '' }, layout: read.layout };
  const items = Array.from(rows.values(), (fields): Item => ({
    node: { kind: 'fields', type: '', fields, layout: '' },
    layout: '',
  }));
  return { node: { kind: 'list', type: '', items, layout: '' }, layout: read.layout };
}

const LINE = /^(?:structure\[(\d{1,6})\]\.)?([^=\s][^=]*)\.([A-Za-z][\w[\]]*)=(.*)$/s;
