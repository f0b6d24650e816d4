import { type Block, align } from '../align.ts';
import { mostAlike } from '../most-alike.ts';
import { Lines, hashText } from './lines.ts';
import { windowOf } from './window.ts';

/** Lines that differ. Pairs: lines that are the same line, changed. */
export interface Change extends Block {
  pairs: readonly (readonly [recorded: number, current: number])[];
}

/** Where two texts differ, within what their common lines at both ends leave. */
export interface Changes {
  recorded: Lines;
  current: Lines;
  /** Lines before the first of those. */
  before: number;
  changes: readonly Change[];
}

/** Who looks at lines: latin1, without their ends. */
export interface Eye {
  /** With volatile parts masked. */
  masked(line: string): string;
  /** Of two lines that stand in the same place, and are not equal. */
  same(recorded: string, current: string): boolean;
  /** Of two lines that were taken for the same row of a table, changed. */
  sameRow?: (recorded: string, current: string) => boolean;
}

/** Lines that are shown around a change. */
export const CONTEXT = 3;

export function changesIn(recorded: Buffer, current: Buffer, eye: Eye): Changes {
  const window = windowOf(recorded, current, CONTEXT);
  const [was, is] = [new Lines(window.recorded), new Lines(window.current)];
  const blocks = blocksIn(was, is, eye);
  return {
    recorded: was,
    current: is,
    before: window.before,
    changes: withChangedLines(was, is, blocks, eye),
  };
}

/** Up to here lines are masked before any are aligned; beyond only those that differ, in bytes. */
const MASKED_AT_ONCE = 8 * 1024 * 1024;
const MOST_MASKED = 256 * 1024 * 1024;
/** Longer lines are compared as they are: the first line of `esxtop -b` is more than a megabyte long. */
const LONGEST_MASKED = MASKED_AT_ONCE;
const MOST_ALIGNED = 256 * 1024 * 1024;
const MOST_LINES = 8_000_000;

function blocksIn(was: Lines, is: Lines, eye: Eye): Block[] {
  const whole = withoutEnds(was, is);
  const size = was.bytes.length + is.bytes.length;
  if (size > MOST_ALIGNED || was.count + is.count > MOST_LINES) return [whole];
  const budget = { left: MOST_MASKED };
  if (size <= MASKED_AT_ONCE) return alignMasked(was, is, whole, eye, budget);
  const raw = align(idsOf(was, 0, was.count), idsOf(is, 0, is.count));
  return raw.flatMap((block) => alignMasked(was, is, block, eye, budget, true));
}

function withoutEnds(was: Lines, is: Lines): Block {
  const most = Math.min(was.count, is.count);
  let from = 0;
  while (from < most && was.equals(from, is, from)) from++;
  let after = 0;
  while (after < most - from && was.equals(was.count - 1 - after, is, is.count - 1 - after)) after++;
  return { recorded: { from, to: was.count - after }, current: { from, to: is.count - after } };
}

function idsOf(lines: Lines, from: number, to: number): Float64Array {
  const ids = new Float64Array(to - from);
  for (let i = from; i < to; i++) ids[i - from] = lines.hash(i);
  return ids;
}

/** Where no line has anything to mask, aligning again finds the same. */
function alignMasked(
  was: Lines,
  is: Lines,
  block: Block,
  eye: Eye,
  budget: { left: number },
  isAligned = false,
): Block[] {
  const { recorded: r, current: c } = block;
  if (r.from === r.to || c.from === c.to) return [block];
  const left = maskedIds(was, r.from, r.to, eye, budget);
  const right = left && maskedIds(is, c.from, c.to, eye, budget);
  if (!left || !right || (isAligned && left.masked + right.masked === 0)) return [block];
  return align(left.ids, right.ids).map(({ recorded, current }) => ({
    recorded: { from: recorded.from + r.from, to: recorded.to + r.from },
    current: { from: current.from + c.from, to: current.to + c.from },
  }));
}

function maskedIds(
  lines: Lines,
  from: number,
  to: number,
  eye: Eye,
  budget: { left: number },
): { ids: Float64Array; masked: number } | undefined {
  budget.left -= lines.start(to) - lines.start(from);
  if (budget.left < 0) return undefined;
  const ids = new Float64Array(to - from);
  let masked = 0;
  for (let i = from; i < to; i++) {
    const text = lines.length(i) > LONGEST_MASKED ? undefined : lines.text(i);
    const seen = text === undefined ? undefined : eye.masked(text);
    if (seen !== text) masked++;
    ids[i - from] = seen === undefined || seen === text ? lines.hash(i) : hashText(seen);
  }
  return { ids, masked };
}

/** Lines that were aligned and still differ are changes too. */
function withChangedLines(was: Lines, is: Lines, blocks: readonly Block[], eye: Eye): Change[] {
  const changes: Change[] = [];
  const end = { recorded: { from: was.count, to: was.count }, current: { from: is.count, to: is.count } };
  let [r, c] = [0, 0];
  for (const block of [...blocks, end]) {
    for (; r < block.recorded.from; r++, c++) {
      if (was.equals(r, is, c) || sameLine(was, r, is, c, eye)) continue;
      const pair = { recorded: { from: r, to: r + 1 }, current: { from: c, to: c + 1 } };
      changes.push({ ...pair, pairs: [[r, c]] });
    }
    if (block !== end) changes.push(...withoutSameRows(was, is, block, pairsIn(was, is, block, eye), eye));
    [r, c] = [block.recorded.to, block.current.to];
  }
  return changes;
}

/** A change, or what rows that are the same leave of it. */
function withoutSameRows(
  was: Lines,
  is: Lines,
  block: Block,
  pairs: Change['pairs'],
  { sameRow }: Eye,
): Change[] {
  if (!sameRow) return [{ ...block, pairs }];
  const left: Change[] = [];
  let [r, c] = [block.recorded.from, block.current.from];
  let kept: [number, number][] = [];
  const put = (toR: number, toC: number): void => {
    if (toR > r || toC > c)
      left.push({ recorded: { from: r, to: toR }, current: { from: c, to: toC }, pairs: kept });
    kept = [];
  };
  for (const [old, now] of pairs) {
    if (!sameRow(was.text(old), is.text(now))) {
      kept.push([old, now]);
      continue;
    }
    put(old, now);
    [r, c] = [old + 1, now + 1];
  }
  put(block.recorded.to, block.current.to);
  return left;
}

function sameLine(was: Lines, r: number, is: Lines, c: number, eye: Eye): boolean {
  if (Math.max(was.length(r), is.length(c)) > LONGEST_MASKED) return false;
  return eye.same(was.text(r), is.text(c));
}

/** Beyond, lines are paired in order, if at all. */
const MOST_WEIGHED = 200;
const LONGEST_WEIGHED = 2000;
const MOST_PAIRED = 50_000;

function pairsIn(was: Lines, is: Lines, { recorded: r, current: c }: Block, eye: Eye): [number, number][] {
  const [rows, columns] = [r.to - r.from, c.to - c.from];
  const wordsIn = (lines: Lines, from: number, count: number): string[][] =>
    Array.from({ length: count }, (_, i) => wordsOf(eye.masked(lines.text(from + i, 0, LONGEST_WEIGHED))));
  const isWeighed = rows > 0 && columns > 0 && rows <= MOST_WEIGHED && columns <= MOST_WEIGHED;
  const alike = isWeighed ? mostAlike(wordsIn(was, r.from, rows), wordsIn(is, c.from, columns)) : [];
  const pairs: [number, number][] = [];
  let [atR, atC] = [0, 0];
  // Between lines that are alike, as many as on the other side are taken for changed ones.
  for (const [nextR, nextC] of [...alike, [rows, columns] as const]) {
    if (nextR - atR === nextC - atC && nextR - atR <= MOST_PAIRED)
      for (; atR < nextR; atR++, atC++) pairs.push([r.from + atR, c.from + atC]);
    if (nextR < rows && nextC < columns) pairs.push([r.from + nextR, c.from + nextC]);
    [atR, atC] = [nextR + 1, nextC + 1];
  }
  return pairs;
}

const wordsOf = (line: string): string[] => line.match(/[A-Za-z0-9_]+|[^A-Za-z0-9_\s]/g) ?? [];
