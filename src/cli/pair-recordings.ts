/** A recording of one cassette and its counterpart in the other; one of the two may be missing. */
export type Pair = { a: number; b: number } | { a: number; b: undefined } | { a: undefined; b: number };

/**
 * Pairs recordings by key and occurrence, so that one more in the middle does not shift all that follow.
 * In the order of `a`; what only `b` has stands after the recording it follows there.
 *
 * @param a the keys of one cassette in its order, `b` those of the other
 */
export function pairRecordings(a: readonly string[], b: readonly string[]): Pair[] {
  const unpaired = new Map<string, number[]>();
  for (const [i, key] of b.entries()) {
    const indices = unpaired.get(key);
    if (indices) indices.push(i);
    else unpaired.set(key, [i]);
  }
  const taken = new Map([...unpaired].map(([key, indices]) => [key, indices.values()]));
  const pairs = a.map((key, i): Pair => ({ a: i, b: taken.get(key)?.next().value }));

  const paired = new Set(pairs.map((pair) => pair.b));
  const following = new Map<number, Pair[]>(); // runs of what only b has, by what they follow
  let run: Pair[] = [];
  following.set(-1, run);
  for (let i = 0; i < b.length; i++) {
    if (paired.has(i)) following.set(i, (run = []));
    else run.push({ a: undefined, b: i });
  }
  return [
    ...(following.get(-1) ?? []),
    ...pairs.flatMap((pair) => [pair, ...(pair.b === undefined ? [] : (following.get(pair.b) ?? []))]),
  ];
}
