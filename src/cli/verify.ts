import { Verification } from '../../recorder/verify/verification.ts';
import type { VerifyOptions, VerifyProgress } from '../../recorder/verify/options.ts';
import { ReportFiles, takesStdout, type ReportChoice } from '../reports/files.ts';
import { terminalReport } from '../reports/terminal.ts';
import { acceptDrift, type AcceptChoice } from './verify-accept.ts';
import { catchEndSignals } from './end-signals.ts';
import { ENDED_WELL, exitCodeOf, USAGE } from './exit-code.ts';
import { ReaderGone, type Terminal } from './terminal.ts';
import { screenOf } from './verify-screen.ts';
import { planText, profileLines, toBeTrusted } from './verify-plan-text.ts';
import { exitCodeOfVerify, NOT_CHECKED } from './verify-exit-code.ts';

export { acceptChoice } from './verify-accept.ts';

/** One run of `tapehead verify`. */
export interface VerifyRun {
  options: VerifyOptions;
  /** Only tells what would be run. */
  dryRun: boolean;
  accept: AcceptChoice | undefined;
  /** Beside the one for people. */
  reports: readonly ReportChoice[];
}

/**
 * Verifies, and reports. What goes wrong on our side could not be checked either: exit code 1 is drift, and nothing else.
 *
 * @returns the exit code
 * @throws TapeheadError for what was asked for wrongly
 */
export async function verifyCassettes(run: VerifyRun, terminal: Terminal): Promise<number> {
  try {
    return await verifyAndReport(run, terminal);
  } catch (error) {
    if (error instanceof ReaderGone || exitCodeOf(error) === USAGE) throw error;
    terminal.complain(error);
    return NOT_CHECKED;
  }
}

async function verifyAndReport(
  { options, dryRun, accept, reports }: VerifyRun,
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
  await using files = await ReportFiles.open(reports);
  using signals = catchEndSignals(terminal.process);
  using _ = signals.handTo(() => ending.abort());
  const report = await verification.run();
  terminal.progress('');
  await files.write(report, (text) => terminal.data(text));
  if (!takesStdout(reports))
    for (const text of terminalReport(report, screenOf(terminal))) await terminal.data(text);
  const accepted =
    accept && !ending.signal.aborted && (await acceptDrift(verification, report, accept, terminal));
  return exitCodeOfVerify(report, accepted || undefined);
}

const progressText = ({ done, of, drift }: VerifyProgress): string =>
  `${done}/${of}${drift > 0 ? `, ${drift} drifted` : ''}`;
