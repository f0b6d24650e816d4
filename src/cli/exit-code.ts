import type { Closed } from './close-deck.ts';
import { TapeheadError, type ErrorCode } from '../errors.ts';

export const ENDED_WELL = 0;
/** The deck's own trouble. */
export const TROUBLE = 1;
export const USAGE = 2;
/** A miss, or `--require-all-played` not met. */
export const MISSED = 125;

/** What the caller asked for is wrong, rather than what was met on the way. */
const CALLERS: ReadonlySet<ErrorCode> = new Set([
  'USAGE',
  'BAD_PATTERN',
  'BAD_URL',
  'DOOR_UNSAFE',
  'NOT_ALLOWED',
  'MODE_IN_CI',
  'NOT_TRUSTED',
]);

export function exitCodeOf(error: unknown): number {
  return error instanceof TapeheadError && CALLERS.has(error.code) ? USAGE : TROUBLE;
}

/**
 * The exit code of a run: COMMAND's own where it is not 0, then the deck's trouble, then misses.
 *
 * @param command COMMAND's code; 0 where there was none
 */
export function exitCodeOfRun(command: number, { report, cut }: Closed, requireAllPlayed: boolean): number {
  if (command !== 0) return command;
  const { misses, troubles, failures } = report.counts;
  if (cut || troubles > 0 || failures > 0) return TROUBLE;
  if (report.cassette.kind === 'journal-left') return TROUBLE;
  if (misses > 0 || (requireAllPlayed && report.unplayed.length > 0)) return MISSED;
  return ENDED_WELL;
}
