import type { MatchField, MatchingOptions, PlayingOptions } from '../src/deck-options.ts';
import type { MatchingRule } from '../src/normalise/in-matching.ts';
import { pattern } from '../src/pattern.ts';
import { type VolatilePart, volatilePart } from './volatile.ts';

/** The options of matching and playing with every default filled in and every pattern compiled. */
export interface ReplayRules {
  match: readonly MatchField[];
  tty: 'match' | 'ignore';
  /** In args and shell strings. */
  volatile: readonly VolatilePart[];
  volatileStdin: readonly VolatilePart[];
  stdin: 'auto' | 'ignore' | 'exact';
  repeat: 'last' | 'never' | 'cycle';
  order: 'any' | 'strict';
  /** How many times faster than recorded; Infinity is at once. */
  pace: number;
  /** In ms. */
  stdinTimeout: number;
}

/** What a deck says of matching and playing; `normalise`: rules of normalisers that take part in matching. */
export type ReplayOptions = MatchingOptions & PlayingOptions & { normalise?: readonly MatchingRule[] };

export function replayRules(options: ReplayOptions): ReplayRules {
  const order = options.order ?? 'any';
  const pace = options.pace ?? 'instant';
  const volatile = (options.volatile ?? []).map(pattern);
  const normalise = options.normalise ?? [];
  return {
    match: options.match ?? [],
    tty: options.tty ?? 'match',
    volatile: [...volatile, ...normalise.filter(({ stream }) => stream === undefined).map(volatilePart)],
    volatileStdin: [...volatile, ...normalise.map(volatilePart)],
    stdin: options.stdin ?? 'auto',
    // A recording that plays again is never in the cassette's order.
    repeat: options.repeat ?? (order === 'strict' ? 'never' : 'last'),
    order,
    pace: pace === 'instant' ? Infinity : pace === 'recorded' ? 1 : pace,
    stdinTimeout: options.stdinTimeout ?? 30_000,
  };
}
