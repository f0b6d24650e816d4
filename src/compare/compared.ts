import type { Difference, StreamDiff } from './difference.ts';

/** What a comparison came to. */
export interface Compared {
  verdict: 'same' | 'same after normalising' | 'drift';
  /** At most {@link MOST_DIFFERENCES}, the gravest first; none where the verdict is no drift. */
  differences: readonly Difference[];
  /** How many there are. */
  count: number;
  /** Names of the normalisers without which more would differ, sorted. */
  normalised: readonly string[];
  /** Of streams that differ, also where only normalising makes them equal. */
  streams: readonly StreamDiff[];
}

export const MOST_DIFFERENCES = 200;
