import type { VerifyReport } from '../verified.ts';
import { ENDED_WELL } from './exit-code.ts';

const DRIFT = 1;
export const NOT_CHECKED = 3;

/** Drift goes before what could not be checked. */
export function exitCodeOfVerify({ recordings }: Pick<VerifyReport, 'recordings'>): number {
  if (recordings.some(({ verdict }) => verdict === 'drift')) return DRIFT;
  return recordings.some(({ verdict }) => verdict === 'could not check') ? NOT_CHECKED : ENDED_WELL;
}
