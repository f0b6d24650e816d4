import type { Document, Field, Item } from './tree.ts';

/** CSV as esxcli prints it (RFC 4180, with a comma after the last field): a header, and rows of as many fields. */
export function readCsv(text: string): Document | undefined {
  const records = recordsOf(text);
  const [header, ...rows] = records ?? [];
  if (!header || header.fields.length < 2) return undefined;
  if (rows.some(({ fields }) => fields.length !== header.fields.length)) return undefined;
  const hasComma = records?.every(({ fields }) => fields.at(-1)?.raw === '') === true;
  const names = header.fields.slice(0, hasComma ? -1 : undefined).map(({ text: name }) => name);
  if (new Set(names).size !== names.length) return undefined;
  const quoting = header.fields.map(({ raw }) => (raw.startsWith('"') ? 'q' : '-')).join('');
  return {
    node: { kind: 'list', type: '', items: rows.map((row) => rowOf(row, names)), columns: names, layout: '' },
    layout: `${header.end}${hasComma}${rows.length > 0 ? '' : records?.at(-1)?.end}${quoting.includes('q')}${lastEnd(rows)}`,
  };
}

interface CsvRecord {
  fields: readonly CsvField[];
  /** The line end. */
  end: string;
}

interface CsvField {
  text: string;
  raw: string;
}

const lastEnd = (rows: readonly CsvRecord[]): string => (rows.length === 0 ? '' : (rows.at(-1)?.end ?? ''));

function rowOf({ fields, end }: CsvRecord, names: readonly string[]): Item {
  const cells = names.map((key, i): Field => {
    const { text, raw } = fields[i] ?? { text: '', raw: '' };
    return {
      key,
      node: { kind: 'leaf', type: '', text, layout: raw.startsWith('"') ? 'q' : '-' },
      layout: '',
    };
  });
  // The last row may have no line end: the whole has it.
  return { node: { kind: 'fields', type: '', fields: cells, layout: end }, layout: '' };
}

/** Undefined for a quote within an unquoted field, or one that does not end. */
function recordsOf(text: string): CsvRecord[] | undefined {
  const records: CsvRecord[] = [];
  let fields: CsvField[] = [];
  for (let at = 0; at < text.length;) {
    const raw = fieldAt(text, at);
    if (raw === undefined) return undefined;
    at += raw.length;
    const isQuoted = raw.startsWith('"');
    fields.push({ text: isQuoted ? raw.slice(1, -1).replaceAll('""', '"') : raw, raw });
    const end = text.startsWith('\r\n', at) ? '\r\n' : (text[at] ?? '');
    at += end.length;
    if (end === ',') {
      if (at === text.length) fields.push({ text: '', raw: '' });
      else continue;
    }
    if (end !== ',' && end !== '\n' && end !== '\r\n' && end !== '') return undefined;
    records.push({ fields, end: end === ',' ? '' : end });
    fields = [];
  }
  return records;
}

function fieldAt(text: string, at: number): string | undefined {
  if (text[at] !== '"') {
    BARE.lastIndex = at;
    return BARE.exec(text)?.[0];
  }
  for (let close = text.indexOf('"', at + 1); close >= 0; close = text.indexOf('"', close + 2))
    if (text[close + 1] !== '"') return text.slice(at, close + 1);
  return undefined;
}

const BARE = /[^",\r\n]*/y;
