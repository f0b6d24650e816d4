import type { VerifiedRecording, VerifyReport } from '../verified.ts';
import { ENDED_WELL } from './exit-code.ts';

const DRIFT = 1;
export const NOT_CHECKED = 3;

/** Drift, and a cassette that is too old, go before what could not be checked. What was accepted has not drifted any more. */
export function exitCodeOfVerify(
  { recordings }: Pick<VerifyReport, 'recordings'>,
  accepted: ReadonlySet<VerifiedRecording> = new Set(),
  isTooOld = false,
): number {
  if (isTooOld || recordings.some((one) => one.verdict === 'drift' && !accepted.has(one))) return DRIFT;
  return recordings.some(({ verdict }) => verdict === 'could not check') ? NOT_CHECKED : ENDED_WELL;
}
