import { align, longestRising } from '../align.ts';
import type { Item } from '../formats/tree.ts';
import { mostAlike } from '../most-alike.ts';
import { rowKey } from './row-key.ts';

/** Which rows are the same row. Indexes, from 0. */
export interface Matching {
  /** In the order of the recorded rows. */
  pairs: readonly (readonly [recorded: number, current: number])[];
  removed: readonly number[];
  added: readonly number[];
  /** Whether rows that both sides have changed their order. */
  moved: boolean;
  /** What a row is called; undefined where rows have no key. */
  nameOf: (item: Item) => string | undefined;
}

/** How rows are compared before they are matched: with volatile parts masked. */
export interface Masks {
  key(text: string): string;
  /** Of a row, its cells; a leaf is one cell. */
  cells(item: Item): readonly string[];
}

export function matchRows(recorded: readonly Item[], current: readonly Item[], masks: Masks): Matching {
  const key = rowKey(recorded, current);
  const pairs = key ? byKey(recorded, current, (item) => key.of(item)) : new Map<number, number>();
  // A row that has a key of its own and is not there is gone; where the key is volatile, or guessed, it may have changed.
  const isOpen = (item: Item): boolean => !key || key.isGuessed || masks.key(key.of(item)) !== key.of(item);
  const taken = new Set(pairs.values());
  const left = recorded.flatMap((item, i) => (!pairs.has(i) && isOpen(item) ? [i] : []));
  const right = current.flatMap((item, i) => (!taken.has(i) && isOpen(item) ? [i] : []));
  for (const [r, c] of byCells(recorded, current, left, right, masks)) pairs.set(r, c);
  const matched = [...pairs].sort(([a], [b]) => a - b);
  const found = new Set(pairs.values());
  return {
    pairs: matched,
    removed: recorded.flatMap((_, i) => (pairs.has(i) ? [] : [i])),
    added: current.flatMap((_, i) => (found.has(i) ? [] : [i])),
    moved: longestRising(matched.map(([r, c]) => [c, r])).length < matched.length,
    nameOf: (item) => key?.of(item),
  };
}

function byKey(
  recorded: readonly Item[],
  current: readonly Item[],
  keyOf: (item: Item) => string,
): Map<number, number> {
  const places = new Map(current.map((item, i) => [keyOf(item), i]));
  return new Map(
    recorded.flatMap((item, i) => {
      const there = places.get(keyOf(item));
      return there === undefined ? [] : [[i, there] as const];
    }),
  );
}

/** First in order, then those that are equal wherever they are, then those that are most alike. */
function byCells(
  recorded: readonly Item[],
  current: readonly Item[],
  left: readonly number[],
  right: readonly number[],
  masks: Masks,
): (readonly [number, number])[] {
  if (left.length === 0 || right.length === 0) return [];
  const was = left.map((i) => cellsAt(recorded, i, masks));
  const is = right.map((i) => cellsAt(current, i, masks));
  const pairs = sameInOrder(was, is);
  pairs.push(...sameAnywhere(was, is, pairs));
  const [oldRest, newRest] = [rest(was.length, pairs, 0), rest(is.length, pairs, 1)];
  const alike = mostAlike(
    oldRest.map((i) => was[i] ?? []),
    newRest.map((i) => is[i] ?? []),
  );
  pairs.push(...alike.map(([r, c]) => [oldRest[r] ?? 0, newRest[c] ?? 0] as const));
  return pairs.map(([r, c]) => [left[r] ?? 0, right[c] ?? 0]);
}

type Pair = readonly [number, number];

function cellsAt(items: readonly Item[], index: number, masks: Masks): readonly string[] {
  const item = items[index];
  return item ? masks.cells(item) : [];
}

function sameInOrder(was: readonly (readonly string[])[], is: readonly (readonly string[])[]): Pair[] {
  const numbers = new Map<string, number>();
  const numbered = (rows: readonly (readonly string[])[]): Float64Array =>
    Float64Array.from(rows, (cells) => {
      const row = cells.join('\n');
      const number = numbers.get(row) ?? numbers.size;
      numbers.set(row, number);
      return number;
    });
  const [left, right] = [numbered(was), numbered(is)];
  const pairs: Pair[] = [];
  let [r, c] = [0, 0];
  for (const block of [...align(left, right), END(was.length, is.length)]) {
    while (r < block.recorded.from) pairs.push([r++, c++]);
    [r, c] = [block.recorded.to, block.current.to];
  }
  return pairs;
}

const END = (recorded: number, current: number) => ({
  recorded: { from: recorded, to: recorded },
  current: { from: current, to: current },
});

function sameAnywhere(
  was: readonly (readonly string[])[],
  is: readonly (readonly string[])[],
  pairs: readonly Pair[],
): Pair[] {
  const places = new Map<string, number[]>();
  for (const i of rest(is.length, pairs, 1).reverse()) {
    const row = (is[i] ?? []).join('\n');
    const there = places.get(row);
    if (there) there.push(i);
    else places.set(row, [i]);
  }
  return rest(was.length, pairs, 0).flatMap((i) => {
    const there = places.get((was[i] ?? []).join('\n'))?.pop();
    return there === undefined ? [] : [[i, there] as const];
  });
}

function rest(length: number, pairs: readonly Pair[], side: 0 | 1): number[] {
  const taken = new Set(pairs.map((pair) => pair[side]));
  return Array.from({ length }, (_, i) => i).filter((i) => !taken.has(i));
}
