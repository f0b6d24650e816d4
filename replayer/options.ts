import type { MatchField, MatchingOptions, PlayingOptions } from '../src/deck-options.ts';
import { type Pattern, pattern } from '../src/pattern.ts';

/** The options of matching and playing with every default filled in and every pattern compiled. */
export interface ReplayRules {
  match: readonly MatchField[];
  tty: 'match' | 'ignore';
  volatile: readonly Pattern[];
  stdin: 'auto' | 'ignore' | 'exact';
  repeat: 'last' | 'never' | 'cycle';
  order: 'any' | 'strict';
  /** How many times faster than recorded; Infinity is at once. */
  pace: number;
  /** In ms. */
  stdinTimeout: number;
}

export function replayRules(options: MatchingOptions & PlayingOptions): ReplayRules {
  const order = options.order ?? 'any';
  const pace = options.pace ?? 'instant';
  return {
    match: options.match ?? [],
    tty: options.tty ?? 'match',
    volatile: (options.volatile ?? []).map(pattern),
    stdin: options.stdin ?? 'auto',
    // A recording that plays again is never in the cassette's order.
    repeat: options.repeat ?? (order === 'strict' ? 'never' : 'last'),
    order,
    pace: pace === 'instant' ? Infinity : pace === 'recorded' ? 1 : pace,
    stdinTimeout: options.stdinTimeout ?? 30_000,
  };
}
