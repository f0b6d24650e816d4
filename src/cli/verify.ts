import { Verification } from '../../recorder/verify/verification.ts';
import type { VerifyOptions, VerifyProgress } from '../../recorder/verify/options.ts';
import { ReportFiles, takesStdout, type ReportChoice } from '../reports/files.ts';
import { terminalReport } from '../reports/terminal.ts';
import { acceptDrift, type AcceptChoice } from './verify-accept.ts';
import { catchEndSignals } from './end-signals.ts';
import { ENDED_WELL } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { HostTeller } from './verify-hosts.ts';
import { screenOf, show } from './verify-screen.ts';
import { planText, profileLines, toBeTrusted } from './verify-plan-text.ts';
import { apartFromDrift, exitCodeOfVerify } from './verify-exit-code.ts';
import { expiredLines } from './verify-expired.ts';
import { stampSame } from './verify-stamp.ts';
import type { VerifiedRecording } from '../verified.ts';

export { acceptChoice } from './verify-accept.ts';

/** One run of `tapehead verify`. */
export interface VerifyRun {
  options: VerifyOptions;
  /** Only tells what would be run. */
  dryRun: boolean;
  accept: AcceptChoice | undefined;
  /** Beside the one for people. */
  reports: readonly ReportChoice[];
  /** Notes the day in cassettes of which all was the same. */
  stamp: boolean;
}

/**
 * Verifies, and reports.
 *
 * @returns the exit code
 * @throws TapeheadError for what was asked for wrongly
 */
export const verifyCassettes = (run: VerifyRun, terminal: Terminal): Promise<number> =>
  apartFromDrift(() => verifyAndReport(run, terminal), terminal);

async function verifyAndReport(
  { options, dryRun, accept, reports, stamp }: VerifyRun,
  terminal: Terminal,
): Promise<number> {
  const ending = new AbortController();
  const hosts = new HostTeller(terminal, !takesStdout(reports));
  await using verification = await Verification.open({
    ...options,
    accept: accept !== undefined,
    signal: ending.signal,
    onHost: (host) => hosts.tell(host),
    onNotTrusted: (error) => terminal.complain(error),
    onProgress: (progress) => terminal.progress(progressText(progress)),
  });
  for (const line of profileLines(verification.lanes)) terminal.say(line);
  if (dryRun) {
    await terminal.data(planText(verification.lanes));
    return ENDED_WELL;
  }
  const { unknownSecrets } = verification;
  if (unknownSecrets && accept) throw unknownSecrets;
  if (unknownSecrets) terminal.complain(unknownSecrets);
  const { untrusted } = verification;
  if (!options.trust && untrusted.length > 0) terminal.say(toBeTrusted(verification.toRun, untrusted));
  await using files = await ReportFiles.open(reports);
  using signals = catchEndSignals(terminal.process);
  using _ = signals.handTo(() => ending.abort());
  const report = await verification.run();
  terminal.progress('');
  await hosts.written();
  await files.write(report, (text) => show(text, terminal));
  if (!takesStdout(reports))
    for (const text of terminalReport(report, screenOf(terminal), hosts.told)) await show(text, terminal);
  const accepted =
    accept && !ending.signal.aborted && (await acceptDrift(verification, report, accept, terminal));
  const acceptedOnes = accepted || new Set<VerifiedRecording>();
  const stamped =
    stamp && !ending.signal.aborted
      ? await stampSame(verification, report, acceptedOnes, terminal)
      : new Set<string>();
  const expired = expiredLines(report, stamped);
  for (const line of expired) terminal.say(line);
  const isTooOld = expired.length > 0 && options.maxAge?.expired === 'fail';
  return exitCodeOfVerify(report, acceptedOnes, isTooOld);
}

const progressText = ({ done, of, drift }: VerifyProgress): string =>
  `${done}/${of}${drift > 0 ? `, ${drift} drifted` : ''}`;
