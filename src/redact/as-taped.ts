import type { Slot } from '../cassette/recording.ts';
import type { Found, Rule } from './rule.ts';

/** How long a line is waited for, in bytes. */
const LONGEST_LINE = 16 * 1024;
/** In an output of so few lines a secret that is all of its line may have become one of another length. */
const FEW_LINES = 3;

/** Of more lines that are not alike the others are passed over: every line heard is held against each. */
const MOST_LINES = 1000;

/** A taped line that had secrets: what stood around them, without blanks at the ends. Latin1, digits blurred. */
interface TapedLine {
  /** Before the first secret, between them, behind the last. */
  around: readonly string[];
  classes: readonly string[];
  /** Of a secret that is all of its line: as long as it, in bytes. */
  length: number | undefined;
}

/**
 * Finds secrets where an earlier output of the same command had them, by what stands around them on their line: what made
 * them known then, another command perhaps, need not have been executed now. Undefined where there were none.
 */
export function ruleAsTaped(bytes: Uint8Array, slots: readonly Slot[]): Rule | undefined {
  const { lines: all, plain } = tapedLines(Buffer.from(bytes).toString('latin1'), slots);
  if (all.length === 0) return undefined;
  const isShort = all.length + plain.size <= FEW_LINES;
  // Rows of a table, say, are alike but for their numbers.
  const lines = [...new Map(all.map((line) => [JSON.stringify(line), line])).values()].slice(0, MOST_LINES);
  return (piece, final) => {
    const found: Found[] = [];
    let start = 0;
    const look = (end: number): void => {
      const line = piece.toString('latin1', start, end);
      if (!plain.has(line.trim())) found.push(...secretsOn(line, start, lines, isShort));
    };
    for (let end = piece.indexOf(LF); end !== -1; end = piece.indexOf(LF, start)) {
      look(end);
      start = end + 1;
    }
    if (!final && piece.length - start <= LONGEST_LINE) return { found, open: start };
    look(piece.length);
    return { found, open: piece.length };
  };
}

const LF = 0x0a;

function tapedLines(text: string, slots: readonly Slot[]): { lines: TapedLine[]; plain: Set<string> } {
  const lines: TapedLine[] = [];
  const plain = new Set<string>();
  let next = 0;
  for (let start = 0; start < text.length;) {
    const lf = text.indexOf('\n', start);
    const end = lf === -1 ? text.length : lf;
    const own: Slot[] = [];
    for (let slot = slots[next]; slot && slot.offset < end; slot = slots[++next])
      if (slot.offset >= start && slot.offset + slot.length <= end) own.push(slot);
    if (own.length > 0) lines.push(tapedLine(text, start, end, own));
    else plain.add(text.slice(start, end).trim());
    start = end + 1;
  }
  return { lines, plain };
}

function tapedLine(text: string, start: number, end: number, slots: readonly Slot[]): TapedLine {
  const around: string[] = [];
  const classes: string[] = [];
  let at = start;
  for (const { offset, length, class: name } of slots) {
    const before = blurred(text.slice(at, offset)).trim();
    at = offset + length;
    // Of two with nothing between them nobody could tell where one ends.
    if (before === '' && classes.length > 0) continue;
    around.push(before);
    classes.push(name);
  }
  around.push(blurred(text.slice(at, end)).trim());
  const isAll = around.every((part) => part === '');
  return { around, classes, length: isAll ? (slots[0]?.length ?? 0) : undefined };
}

/** Numbers change from run to run. As long as before, so that places stay. */
const blurred = (text: string): string => text.replace(/[0-9]/g, '0');

function secretsOn(line: string, start: number, lines: readonly TapedLine[], isShort: boolean): Found[] {
  const text = blurred(line);
  for (const taped of lines) {
    const gaps = gapsIn(text, taped);
    if (!gaps) continue;
    const places = gaps.map(([from, to]) => trimmed(line, from, to));
    if (places.some(([from, to]) => from >= to)) continue;
    const [[from, to] = [0, 0]] = places;
    const isAnother =
      taped.length !== undefined &&
      (/\s/.test(line.slice(from, to)) || (!isShort && to - from !== taped.length));
    if (isAnother) continue;
    return places.map(([a, b], i) => ({ start: start + a, end: start + b, class: taped.classes[i] ?? '' }));
  }
  return [];
}

/** What is left between the parts of a taped line, if all of them are there. */
function gapsIn(text: string, { around }: TapedLine): [number, number][] | undefined {
  const [first, last] = [around[0] ?? '', around.at(-1) ?? ''];
  const [begin, end] = trimmed(text, 0, text.length);
  if (!text.startsWith(first, begin) || end - begin < first.length + last.length) return undefined;
  if (!text.slice(begin + first.length, end).endsWith(last)) return undefined;
  const gaps: [number, number][] = [];
  let at = begin + first.length;
  for (const part of around.slice(1, -1)) {
    const next = text.indexOf(part, at + 1);
    if (next === -1) return undefined;
    gaps.push([at, next]);
    at = next + part.length;
  }
  const behind = end - last.length;
  return at > behind ? undefined : [...gaps, [at, behind]];
}

function trimmed(text: string, from: number, to: number): [number, number] {
  let [start, end] = [from, to];
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return [start, end];
}

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '\r';
