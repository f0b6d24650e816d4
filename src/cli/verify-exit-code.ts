import type { VerifiedRecording, VerifyReport } from '../verified.ts';
import { ENDED_WELL, exitCodeOf, USAGE } from './exit-code.ts';
import { ReaderGone, type Terminal } from './terminal.ts';

const DRIFT = 1;
const NOT_CHECKED = 3;

/**
 * What goes wrong on our side could not be checked either: exit code 1 is drift, and nothing else.
 *
 * @throws TapeheadError for what was asked for wrongly; ReaderGone
 */
export async function apartFromDrift(run: () => Promise<number>, terminal: Terminal): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ReaderGone || exitCodeOf(error) === USAGE) throw error;
    terminal.complain(error);
    return NOT_CHECKED;
  }
}

/** Drift, and a cassette that is too old, go before what could not be checked. What was accepted has not drifted any more. */
export function exitCodeOfVerify(
  { recordings }: Pick<VerifyReport, 'recordings'>,
  accepted: ReadonlySet<VerifiedRecording> = new Set(),
  isTooOld = false,
): number {
  if (isTooOld || recordings.some((one) => one.verdict === 'drift' && !accepted.has(one))) return DRIFT;
  return recordings.some(({ verdict }) => verdict === 'could not check') ? NOT_CHECKED : ENDED_WELL;
}
