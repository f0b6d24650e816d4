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

/** Runs both in turns, so that whatever slows the machine down meets both; the first rounds are not counted. */
export async function interleaved(
  rounds: number,
  warmUp: number,
  left: () => Promise<unknown>,
  right: () => Promise<unknown>,
): Promise<{ left: Samples; right: Samples }> {
  const times = { left: [] as number[], right: [] as number[] };
  for (let round = -warmUp; round < rounds; round++) {
    const took = { left: await timed(left), right: await timed(right) };
    if (round < 0) continue;
    times.left.push(took.left);
    times.right.push(took.right);
  }
  return times;
}
