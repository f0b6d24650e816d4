import { askedText } from '../../src/asked-text.ts';
import type { Answer, AnswerPair } from '../../src/compare/answer.ts';
import type { Compared } from '../../src/compare/compared.ts';
import type { OutputStream } from '../../src/compare/difference.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { VerifiedRecording } from '../../src/verified.ts';
import type { Compare } from './comparing.ts';
import type { Gathered } from './gathered.ts';
import type { Heard } from './heard.ts';
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
  const gathered = taped.gathered();
  const outcome = gathered.outcome ?? planned.cassette.file.entry(planned.index).outcome;
  const { recorded, current, digested } = sides(gathered, outcome, rerun);
  const compared = compare(
    { asked: planned.asked, recorded, current },
    answerAgain(taped.again, outcome, digested),
  );
  const duration = { recorded: taped.duration, current: rerun.duration };
  const pace = paceOf(duration);
  return { ...about(planned, host), ...compared, duration, ...(pace && { pace }) };
}

function sides(
  gathered: Gathered,
  outcome: Outcome,
  { heard, outcome: now }: Extract<Rerun, { kind: 'answered' }>,
): Pick<AnswerPair, 'recorded' | 'current'> & { digested: Digested } {
  const held = digestedIn(gathered);
  const recorded = gathered.answer(outcome, held);
  if (isSame(recorded, heard)) return { recorded, current: { ...recorded, outcome: now }, digested: held };
  const again = heard.gathered();
  const digested = digestedIn(gathered, again);
  return { recorded: gathered.answer(outcome, digested), current: again.answer(now, digested), digested };
}

type Digested = Record<OutputStream, boolean>;

/** Which streams are too long to be held on any side. */
const digestedIn = (...all: readonly Gathered[]): Digested => ({
  stdout: all.some((one) => one.isDigested('stdout')),
  stderr: all.some((one) => one.isDigested('stderr')),
});

const isSame = ({ stdout, stderr }: Answer, heard: Heard): boolean =>
  'bytes' in stdout && 'bytes' in stderr && heard.isSame('stdout', stdout) && heard.isSame('stderr', stderr);

/** A function of its own, as what it makes must not keep what was answered. */
const answerAgain = (again: Taped['again'], outcome: Outcome, digested: Digested) => (): Answer =>
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
