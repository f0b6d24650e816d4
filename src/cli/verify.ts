import { Verification } from '../../recorder/verify/verification.ts';
import type { VerifyOptions, VerifyProgress } from '../../recorder/verify/options.ts';
import { catchEndSignals } from './end-signals.ts';
import { ENDED_WELL } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { planText, toBeTrusted } from './verify-plan-text.ts';
import { exitCodeOfVerify } from './verify-exit-code.ts';
import { verifyText } from './verify-text.ts';

/** One run of `tapehead verify`. */
export interface VerifyRun {
  options: VerifyOptions;
  /** Only tells what would be run. */
  dryRun: boolean;
}

/**
 * Verifies, and reports.
 *
 * @returns the exit code
 * @throws TapeheadError as `verify()`
 */
export async function verifyCassettes({ options, dryRun }: VerifyRun, terminal: Terminal): Promise<number> {
  const ending = new AbortController();
  await using verification = await Verification.open({
    ...options,
    signal: ending.signal,
    onProgress: (progress) => terminal.progress(progressText(progress)),
  });
  if (dryRun) {
    await terminal.data(planText(verification.lanes));
    return ENDED_WELL;
  }
  const { untrusted } = verification;
  if (!options.trust && untrusted.length > 0) terminal.say(toBeTrusted(verification.toRun, untrusted));
  using signals = catchEndSignals(terminal.process);
  using _ = signals.handTo(() => ending.abort());
  const report = await verification.run();
  terminal.progress('');
  await terminal.data(verifyText(report));
  return exitCodeOfVerify(report);
}

const progressText = ({ done, of, drift }: VerifyProgress): string =>
  `${done}/${of}${drift > 0 ? `, ${drift} drifted` : ''}`;
