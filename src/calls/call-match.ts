import type { MatchSpec } from '../hooks/match/spec.ts';

/** Which calls are meant: a match as hooks have it, or the name of a command. */
export type CallMatch = MatchSpec | string;

export const specOf = (match: CallMatch): MatchSpec =>
  typeof match === 'string' ? { target: match } : match;
