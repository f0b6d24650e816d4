import { askedText } from '../../src/asked-text.ts';
import type { Answer } from '../../src/compare/answer.ts';
import type { Compared } from '../../src/compare/compared.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { VerifiedRecording } from '../../src/verified.ts';
import type { Compare } from './comparing.ts';
import type { Host } from './hosts.ts';
import type { Planned } from './planned.ts';
import type { Rerun } from './rerun.ts';
import type { Taped } from './taped.ts';

/** One that was not run, or could not be checked. */
export function unjudged(
  planned: Planned,
  host: Host,
  verdict: 'not run' | 'could not check',
  reason: string,
): VerifiedRecording {
  return { ...about(planned, host), verdict, reason, ...NOTHING, duration: { recorded: planned.duration } };
}

/** What was answered beside what is recorded. */
export function judge(
  planned: Planned,
  host: Host,
  { taped, rerun, compare }: { taped: Taped; rerun: Extract<Rerun, { kind: 'answered' }>; compare: Compare },
): VerifiedRecording {
  const recorded = taped.gathered();
  const digested = {
    stdout: recorded.isDigested('stdout') || rerun.gathered.isDigested('stdout'),
    stderr: recorded.isDigested('stderr') || rerun.gathered.isDigested('stderr'),
  };
  const outcome = recorded.outcome ?? planned.cassette.file.entry(planned.index).outcome;
  const pair = {
    asked: planned.asked,
    recorded: recorded.answer(outcome, digested),
    current: rerun.gathered.answer(rerun.outcome, digested),
  };
  const compared = compare(pair, answerAgain(taped.again, outcome, digested));
  const duration = { recorded: taped.duration, current: rerun.duration };
  const pace = paceOf(duration);
  return { ...about(planned, host), ...compared, duration, ...(pace && { pace }) };
}

/** A function of its own, as what it makes must not keep what was answered. */
const answerAgain =
  (again: Taped['again'], outcome: Outcome, digested: { stdout: boolean; stderr: boolean }) => (): Answer =>
    again().answer(outcome, digested);

/** Latency is far from the recorded one where it is three times as long, or as short, and a second apart. */
export function paceOf({
  recorded,
  current,
}: {
  recorded: number;
  current: number;
}): VerifiedRecording['pace'] {
  if (Math.abs(recorded - current) <= SECOND) return undefined;
  if (current > 3 * recorded) return 'slower';
  return recorded > 3 * current ? 'faster' : undefined;
}

const SECOND = 1e6;

const NOTHING: Omit<Compared, 'verdict'> = { differences: [], count: 0, normalised: [], streams: [] };

/** Of longer commands the report has the beginning. */
const LONGEST_COMMAND = 1000;

function about({ cassette, index, head, asked, name }: Planned, host: Host) {
  const command = askedText(asked, LONGEST_COMMAND);
  return { cassette: cassette.path, index, origin: head.origin, host: host.url, command, name };
}
