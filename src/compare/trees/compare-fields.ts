import { longestRising } from '../align.ts';
import type { Field, Fields, Node } from '../formats/tree.ts';
import type { At, Walk } from './walk.ts';

/** Columns that are told once for a whole list, and not of each of its rows. */
export interface ColumnsApart {
  /** From the recorded name to that of today. */
  renamed: ReadonlyMap<string, string>;
  removed: ReadonlySet<string>;
  added: ReadonlySet<string>;
}

export type CompareNodes = (recorded: Node, current: Node, at: At, walk: Walk) => void;

/** Keys that are on both sides are compared, in whichever order they stand. */
export function compareFields(
  recorded: Fields,
  current: Fields,
  at: At,
  walk: Walk,
  compareNodes: CompareNodes,
  apart: ColumnsApart,
): void {
  const was = recorded.fields.filter(({ key }) => !apart.removed.has(key));
  const is = current.fields.filter(({ key }) => !apart.added.has(key));
  const pairs = matchFields(was, is, at, walk, apart.renamed);
  const found = new Set(pairs.map(([, i]) => i));
  const kept = new Map(pairs);
  for (const [i, field] of was.entries()) {
    const other = is[kept.get(i) ?? -1];
    const there = walk.field(at, field.key);
    if (!other) {
      walk.tell('removed', 'structure', there.path, field.node);
      continue;
    }
    walk.laidOut(field.layout, other.layout);
    compareNodes(field.node, other.node, there, walk);
  }
  for (const [i, { key, node }] of is.entries())
    if (!found.has(i)) walk.tell('added', 'structure', walk.field(at, key).path, undefined, node);
  if (longestRising(pairs.map(([r, c]) => [c, r])).length < pairs.length)
    walk.tellOrder(
      at,
      was.map(({ key }) => key),
      is.map(({ key }) => key),
    );
}

/** By key, one that comes again by how often it came before; what is left by key with volatile parts masked. */
function matchFields(
  was: readonly Field[],
  is: readonly Field[],
  at: At,
  walk: Walk,
  renamed: ReadonlyMap<string, string>,
): [number, number][] {
  const places = new Map(counted(is.map(({ key }) => key)).map((key, i) => [key, i]));
  const taken = new Set<number>();
  const pairs: [number, number][] = [];
  const left: number[] = [];
  for (const [i, key] of counted(was.map((field) => renamed.get(field.key) ?? field.key)).entries()) {
    const there = places.get(key);
    if (there === undefined) left.push(i);
    else {
      taken.add(there);
      pairs.push([i, there]);
    }
  }
  const right = is.flatMap((_, i) => (taken.has(i) ? [] : [i]));
  return left.length === 0 || right.length === 0
    ? pairs
    : [...pairs, ...byMaskedKey(was, is, left, right, at, walk)].sort(([a], [b]) => a - b);
}

function byMaskedKey(
  was: readonly Field[],
  is: readonly Field[],
  left: readonly number[],
  right: readonly number[],
  at: At,
  walk: Walk,
): [number, number][] {
  const open = new Set(right);
  const keyIn = (fields: readonly Field[], i: number): string => fields[i]?.key ?? '';
  const masks = new Map(right.map((i) => [i, walk.masked(keyIn(is, i), at)]));
  return left.flatMap((i) => {
    const key = keyIn(was, i);
    const mask = walk.masked(key, at);
    if (mask === key) return [];
    for (const j of open) {
      if (masks.get(j) !== mask || !walk.same(key, keyIn(is, j), at)) continue;
      open.delete(j);
      return [[i, j]];
    }
    return [];
  });
}

function counted(keys: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return keys.map((key) => {
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return `${key}\0${times}`;
  });
}
