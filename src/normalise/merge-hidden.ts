import type { Hidden } from './search.ts';

/** Of what several rules found, each in order, all that does not overlap: of two that do the longer. */
export function longest<H extends Hidden>(lists: readonly (readonly H[])[]): H[] {
  const all = lists.flat();
  if (lists.length > 1) all.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: H[] = [];
  for (const one of all) {
    const last = kept.at(-1);
    if (!last || one.start >= last.end) kept.push(one);
    else if (one.end - one.start > last.end - last.start) kept[kept.length - 1] = one;
  }
  return kept;
}

/** Both are in order and do not overlap; where one of `second` does with one of `first`, it is left out. */
export function besides<H extends Hidden>(first: readonly H[], second: readonly H[]): readonly H[] {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const merged: H[] = [];
  let i = 0;
  for (const one of second) {
    for (let next = first[i]; next && next.end <= one.start; next = first[++i]) merged.push(next);
    const next = first[i];
    if (!next || next.start >= one.end) merged.push(one);
  }
  for (; i < first.length; i++) merged.push(first[i] as H);
  return merged;
}
