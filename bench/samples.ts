/** Times of one thing, in ms, in the order measured. */
export type Samples = readonly number[];

export function percentile(samples: Samples, share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const p50 = (samples: Samples): number => percentile(samples, 0.5);

/** How long it took, in ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** How two things are measured beside each other. */
export interface Rounds {
  /** Counted, of each. */
  count: number;
  /** Not counted, of each: a path that was never run is several times slower. */
  warmUp: { left: number; right: number };
  /** So many of the one, then of the other, so that whatever slows the machine down meets both. */
  block: number;
}

export async function sideBySide(
  { count, warmUp, block }: Rounds,
  left: () => Promise<unknown>,
  right: () => Promise<unknown>,
): Promise<{ left: Samples; right: Samples }> {
  for (let i = 0; i < warmUp.left; i++) await left();
  for (let i = 0; i < warmUp.right; i++) await right();
  const times = { left: [] as number[], right: [] as number[] };
  while (times.left.length < count) {
    for (let i = 0; i < block; i++) times.left.push(await timed(left));
    for (let i = 0; i < block; i++) times.right.push(await timed(right));
  }
  return times;
}
