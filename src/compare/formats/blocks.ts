import { blanksAtEnd, blanksAtStart, withoutBlanksAtEnd } from './blanks.ts';
import { textLines } from './text-lines.ts';
import type { Document, Field, Item, Node } from './tree.ts';

/**
 * Key-value blocks, as `esxcli network nic get` prints them: `Key: value`, deeper blocks under `Key:`, and blocks one
 * after the other each under a heading of its own.
 */
export function readBlocks(text: string): Document | undefined {
  const read = textLines(text);
  const lines = read && linesOf(read.lines);
  if (!read || !lines || lines.length === 0) return undefined;
  const outline = outlineOf(lines);
  if (!outline) return undefined;
  if (outline.some(({ under }) => hasTwins(under))) return undefined;
  const isList = outline.every(({ value, under }) => value === undefined && under.length > 0);
  if (!isList && hasTwins(outline)) return undefined;
  const node: Node = isList
    ? { kind: 'list', type: '', items: outline.map((entry) => itemOf(entry)), layout: '' }
    : { kind: 'fields', type: '', fields: outline.map((entry) => fieldOf(entry)), layout: '' };
  return { node, layout: read.layout };
}

/** Keys that come again are no keys. */
const hasTwins = (entries: readonly Entry[]): boolean =>
  new Set(entries.map(({ key }) => key)).size < entries.length ||
  entries.some(({ under }) => hasTwins(under));

interface Line {
  indent: number;
  /** Blank lines above it. */
  above: string;
  key: string;
  /** Blanks before the colon. */
  pad: string;
  /** Undefined of a heading. */
  value: string | undefined;
  /** Blanks around the value. */
  around: string;
  isFirst: boolean;
}

interface Entry extends Line {
  under: Entry[];
}

/** Of a heading the line, of all else the key, begins with a letter or digit, so that no log and no dump is one. */
const KEY = /^[A-Za-z][^:\t]{0,79}$/;
const HEADING = /^[A-Za-z0-9(][^\t]{0,199}$/;

function linesOf(texts: readonly string[]): Line[] | undefined {
  const lines: Line[] = [];
  let above = '';
  let pairs = 0;
  for (const text of texts) {
    if (blanksAtStart(text) === text.length) {
      above += `${text}\n`;
      continue;
    }
    const line = pairOf(text) ?? headingOf(text);
    if (!line) return undefined;
    if (line.value !== undefined) pairs++;
    lines.push({ ...line, above, isFirst: lines.length === 0 });
    above = '';
  }
  return pairs * 2 >= lines.length ? lines : undefined;
}

type Bare = Omit<Line, 'above' | 'isFirst'>;

/** A colon that no blank follows is part of a word, as in `CPU:0`. */
function pairOf(text: string): Bare | undefined {
  const indent = blanksAtStart(text);
  const colon = text.indexOf(':');
  if (colon < 0 || (colon + 1 < text.length && text[colon + 1] !== ' ')) return undefined;
  const padded = text.slice(indent, colon);
  const key = withoutBlanksAtEnd(padded);
  if (!KEY.test(key)) return undefined;
  const rest = text.slice(colon + 1);
  const before = blanksAtStart(rest);
  const value = withoutBlanksAtEnd(rest.slice(before));
  const after = value === '' ? 0 : blanksAtEnd(rest);
  return { indent, key, pad: `${padded.slice(key.length)}:`, value, around: `${before}|${after}` };
}

function headingOf(text: string): Bare | undefined {
  const indent = blanksAtStart(text);
  const key = withoutBlanksAtEnd(text.slice(indent));
  if (!HEADING.test(key)) return undefined;
  return { indent, key, pad: ' '.repeat(blanksAtEnd(text)), value: undefined, around: '' };
}

/** Undefined where a line has both a value and lines under it, or a heading has none. */
function outlineOf(lines: readonly Line[]): Entry[] | undefined {
  const root: Entry[] = [];
  const open: { indent: number; entries: Entry[] }[] = [{ indent: lines[0]?.indent ?? 0, entries: root }];
  for (const [i, line] of lines.entries()) {
    let level = open.at(-1);
    while (level && line.indent < level.indent) {
      open.pop();
      level = open.at(-1);
    }
    if (!level || line.indent !== level.indent) return undefined;
    const entry: Entry = { ...line, under: [] };
    level.entries.push(entry);
    const next = lines[i + 1]?.indent ?? 0;
    if (next > line.indent) {
      // `Driver Info:` has no value; what it has is under it.
      if (line.value !== undefined && line.value !== '') return undefined;
      entry.value = undefined;
      open.push({ indent: next, entries: entry.under });
    } else if (line.value === undefined) return undefined;
  }
  return root;
}

const laidOut = ({ indent, pad, above, isFirst }: Entry): string =>
  `${isFirst ? '^' : ''}${indent}|${pad}|${above}`;

function fieldOf(entry: Entry): Field {
  return { key: entry.key, node: nodeOf(entry), layout: laidOut(entry) };
}

const itemOf = (entry: Entry): Item => ({ title: entry.key, node: nodeOf(entry), layout: laidOut(entry) });

function nodeOf({ value, around, under }: Entry): Node {
  if (under.length > 0)
    return { kind: 'fields', type: '', fields: under.map((entry) => fieldOf(entry)), layout: `.${around}` };
  return { kind: 'leaf', type: '', text: value ?? '', layout: around };
}
