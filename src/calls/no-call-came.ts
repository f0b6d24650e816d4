import { TapeheadError } from '../errors.ts';
import type { MatchSpec } from '../hooks/match/spec.ts';
import { toldMatch } from './told-match.ts';

/**
 * @param why what ended the wait, as in `no call … was answered within 5000 ms`
 * @param asked what was asked instead
 */
export function noCallCame(match: MatchSpec, why: string, asked: string): TapeheadError {
  const message = `no call of ${toldMatch(match)} was answered ${why}; ${asked}`;
  return new TapeheadError(
    'NO_CALL',
    message,
    'compare what was asked with the match; a call that somebody took before does not come again',
  );
}
