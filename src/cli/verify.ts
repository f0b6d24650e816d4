import { Verification } from '../../recorder/verify/verification.ts';
import type { VerifyOptions, VerifyProgress } from '../../recorder/verify/options.ts';
import { acceptDrift, type AcceptChoice } from './verify-accept.ts';
import { catchEndSignals } from './end-signals.ts';
import { ENDED_WELL } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { planText, profileLines, toBeTrusted } from './verify-plan-text.ts';
import { exitCodeOfVerify } from './verify-exit-code.ts';
import { verifyText } from './verify-text.ts';

export { acceptChoice } from './verify-accept.ts';

/** One run of `tapehead verify`. */
export interface VerifyRun {
  options: VerifyOptions;
  /** Only tells what would be run. */
  dryRun: boolean;
  accept: AcceptChoice | undefined;
}

/**
 * Verifies, and reports.
 *
 * @returns the exit code
 * @throws TapeheadError as `verify()`
 */
export async function verifyCassettes(
  { options, dryRun, accept }: VerifyRun,
  terminal: Terminal,
): Promise<number> {
  const ending = new AbortController();
  await using verification = await Verification.open({
    ...options,
    accept: accept !== undefined,
    signal: ending.signal,
    onProgress: (progress) => terminal.progress(progressText(progress)),
  });
  for (const line of profileLines(verification.lanes)) terminal.say(line);
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
  const accepted =
    accept && !ending.signal.aborted && (await acceptDrift(verification, report, accept, terminal));
  return exitCodeOfVerify(report, accepted || undefined);
}

const progressText = ({ done, of, drift }: VerifyProgress): string =>
  `${done}/${of}${drift > 0 ? `, ${drift} drifted` : ''}`;
