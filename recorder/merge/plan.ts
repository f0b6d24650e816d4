import type { Content } from './content.ts';

/** Where a recording of the merged cassette comes from. Of theirs `inPlaceOf` names the one of ours that it replaces. */
export type Pick =
  { from: 'ours'; index: number } | { from: 'theirs'; index: number; inPlaceOf: number | undefined };

/** Recordings that both sides have changed, each otherwise; undefined where a side has removed it. Indices. */
export interface Conflict {
  base: number;
  ours: number | undefined;
  theirs: number | undefined;
}

/**
 * What both sides have made of the base, recording by recording: those with one key stand for each other in their order.
 * Ours come first, in their order; what they have added follows, but for what we have added just so.
 */
export function planMerge(
  base: readonly Content[],
  ours: readonly Content[],
  theirs: readonly Content[],
): { picks: Pick[]; conflicts: Conflict[] } {
  const [bases, own, other] = [byKey(base), byKey(ours), byKey(theirs)];
  const inPlace = new Map<number, Pick>();
  const added: number[] = [];
  const conflicts: Conflict[] = [];
  for (const key of new Set([...bases.keys(), ...own.keys(), ...other.keys()])) {
    const [b, o, t] = [bases.get(key) ?? [], own.get(key) ?? [], other.get(key) ?? []];
    b.forEach((was, i) => {
      const choice = choose(base[was], at(ours, o[i]), at(theirs, t[i]));
      if (choice === 'conflict') conflicts.push({ base: was, ours: o[i], theirs: t[i] });
      else if (o[i] === undefined || choice === 'neither') return;
      else if (choice === 'ours') inPlace.set(o[i], { from: 'ours', index: o[i] });
      else if (t[i] !== undefined) inPlace.set(o[i], { from: 'theirs', index: t[i], inPlaceOf: o[i] });
    });
    const ownAdded = o.slice(b.length);
    for (const index of ownAdded) inPlace.set(index, { from: 'ours', index });
    added.push(...without(t.slice(b.length), theirs, ownAdded, ours));
  }
  const kept = ours.flatMap((_, index) => inPlace.get(index) ?? []);
  const more = added
    .toSorted((a, b) => a - b)
    .map((index): Pick => ({ from: 'theirs', index, inPlaceOf: undefined }));
  return { picks: [...kept, ...more], conflicts: conflicts.toSorted((a, b) => a.base - b.base) };
}

function choose(
  was: Content | undefined,
  ours: Content | undefined,
  theirs: Content | undefined,
): 'ours' | 'theirs' | 'neither' | 'conflict' {
  if (ours?.digest === theirs?.digest) return ours ? 'ours' : 'neither';
  if (theirs?.digest === was?.digest) return ours ? 'ours' : 'neither';
  if (ours?.digest === was?.digest) return theirs ? 'theirs' : 'neither';
  return 'conflict';
}

/** Those of theirs that ours has none for. */
function without(
  theirs: readonly number[],
  contentsOfTheirs: readonly Content[],
  ours: readonly number[],
  contentsOfOurs: readonly Content[],
): number[] {
  const left = ours.map((index) => contentsOfOurs[index]?.digest);
  return theirs.filter((index) => {
    const found = left.indexOf(contentsOfTheirs[index]?.digest);
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
}

function byKey(contents: readonly Content[]): Map<string, number[]> {
  const indices = new Map<string, number[]>();
  for (const [index, { key }] of contents.entries()) {
    const ones = indices.get(key);
    if (ones) ones.push(index);
    else indices.set(key, [index]);
  }
  return indices;
}

const at = (contents: readonly Content[], index: number | undefined): Content | undefined =>
  index === undefined ? undefined : contents[index];
