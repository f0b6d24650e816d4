import { isUtf8 } from 'node:buffer';
import { blanksAtEnd, blanksAtStart, withoutBlanksAtEnd } from './blanks.ts';

/** Where a column is, in characters. */
export interface Span {
  start: number;
  end: number;
}

/** A line of a table. `end`: what follows its last cell; empty where that could be either of the usual. */
export interface CutRow {
  cells: readonly Cell[];
  end: string;
}

export interface Cell {
  text: string;
  /** Characters. */
  width: number;
  /** `L`, `R`, or blanks on both sides; empty where it fills its column or is empty. */
  aligned: string;
}

/** Undefined where something stands between the columns. */
export function cutRow(line: string, spans: readonly Span[]): CutRow | undefined {
  return cutCharacters(line, spans, (text) => text) ?? cutUtf8(line, spans);
}

/** esxcli counts characters, not bytes, where it pads. */
function cutUtf8(line: string, spans: readonly Span[]): CutRow | undefined {
  if (!/[\x80-\xff]/.test(line) || /[^\0-\xff]/.test(line)) return undefined;
  const bytes = Buffer.from(line, 'latin1');
  if (!isUtf8(bytes)) return undefined;
  const characters = Array.from(bytes.toString('utf8'));
  // A character beyond the first plane is two units long: a stand-in keeps the columns.
  const beyond: string[] = [];
  const even = characters.map((character) => {
    if (character.length === 1) return character;
    beyond.push(character);
    return STAND_IN;
  });
  const back = (text: string): string =>
    Buffer.from(
      text.replaceAll(STAND_IN, () => beyond.shift() ?? ''),
      'utf8',
    ).toString('latin1');
  return cutCharacters(even.join(''), spans, back);
}

const STAND_IN = '\ufdd0';

function cutCharacters(
  line: string,
  spans: readonly Span[],
  back: (text: string) => string,
): CutRow | undefined {
  const cells: Cell[] = [];
  let done = 0;
  for (const [i, { start, end }] of spans.entries()) {
    if (!isBlank(line.slice(done, start))) return undefined;
    const isLast = i === spans.length - 1;
    const all = isLast ? line.slice(start) : line.slice(start, end);
    const inner = withoutBlanksAtEnd(all.slice(blanksAtStart(all)));
    const lead = inner === '' ? 0 : blanksAtStart(all);
    cells.push({ text: back(inner), width: inner.length, aligned: alignedAs(inner, lead, end - start) });
    done = end;
  }
  return { cells, end: endOf(line, spans.at(-1)?.end ?? 0) };
}

function alignedAs(inner: string, lead: number, width: number): string {
  if (inner === '' || inner.length >= width) return lead === 0 ? '' : `${lead}`;
  if (lead === 0) return 'L';
  return lead + inner.length === width ? 'R' : `${lead},${width - lead - inner.length}`;
}

/** Trailing blanks: as many as fill the table (P), none (T), or how many there are. */
function endOf(line: string, total: number): string {
  const blanks = blanksAtEnd(line);
  if (line.length - blanks >= total) return blanks === 0 ? '' : `${blanks}`;
  if (line.length === total) return 'P';
  return blanks === 0 ? 'T' : `+${blanks}`;
}

/** Blanks alone: a tab would count as one column, and take up more. */
const isBlank = (text: string): boolean => blanksAtStart(text) === text.length;
