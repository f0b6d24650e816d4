import { plural } from '../plural.ts';
import type { VerifiedRecording, VerifyReport } from '../verified.ts';
import { harmless } from './harmless.ts';
import { byReason, countsOf, notesOf, summaryOf } from './sums.ts';
import { diffLines } from './terminal/diff-lines.ts';
import { paint, type Style } from './terminal/paint.ts';
import { differenceText, nameOf, paceText, VERDICT_SIGN } from './wording.ts';

/** The terminal that the report is for. */
export interface Screen {
  colours: boolean;
  /** Of characters; undefined where it is none. */
  columns: number | undefined;
}

/** Recordings named under one reason. */
const MOST_NAMED = 5;

/** Differences listed above a diff. */
const MOST_LISTED = 20;

/**
 * The report for people: what to know first, each drifted recording with its diff, the rest by its reasons, a sum.
 *
 * @param told notes that were shown already
 */
export function* terminalReport(
  report: VerifyReport,
  screen: Screen,
  told: ReadonlySet<string> = new Set(),
): Generator<string> {
  const { recordings } = report;
  const styled = paint(screen.colours);
  for (const note of notesOf(report)) if (!told.has(note)) yield noteLine(note, screen);
  for (const one of recordings) if (one.verdict === 'drift') yield drifted(one, screen);
  yield* reasons(recordings, 'could not check', styled);
  yield* reasons(recordings, 'not run', styled);
  yield* pace(recordings, styled);
  yield `\n${styled(verdictOf(recordings), summaryOf(report))}\n`;
}

/** What to know first. */
export const noteLine = (note: string, { colours }: Screen): string =>
  `${paint(colours)('note', `! ${harmless(note)}`)}\n`;

/** One that has drifted, with its diff. */
export function drifted(one: VerifiedRecording, screen: Screen): string {
  const styled = paint(screen.colours);
  const where = `${harmless(nameOf(one))}  ${harmless(one.origin)} ${harmless(one.host)}`;
  const listed = one.differences.slice(0, MOST_LISTED);
  const more = one.count - listed.length;
  const lines = [
    '',
    `${styled('drift', `${VERDICT_SIGN.drift} drift`)}  ${styled('strong', harmless(one.command))}`,
    `  ${styled('faint', where)}`,
    ...listed.map((difference) => `  ${harmless(differenceText(difference))}`),
    ...(more > 0 ? [`  … and ${more} more ${plural(more, 'difference')}`] : []),
    ...one.streams.flatMap((stream) => diffLines(stream, screen)),
  ];
  return `${lines.join('\n')}\n`;
}

type Styled = (style: Style, text: string) => string;

function* reasons(
  recordings: readonly VerifiedRecording[],
  verdict: 'could not check' | 'not run',
  styled: Styled,
): Generator<string> {
  const groups = byReason(recordings, verdict);
  if (groups.length > 0) yield '\n';
  for (const [reason, group] of groups) {
    yield `${styled(verdict, `${VERDICT_SIGN[verdict]} ${verdict}`)}  ${group.length} × ${harmless(reason)}\n`;
    for (const one of group.slice(0, MOST_NAMED))
      yield `    ${styled('faint', harmless(nameOf(one)))}  ${harmless(one.command)}\n`;
    if (group.length > MOST_NAMED) yield `    … and ${group.length - MOST_NAMED} more\n`;
  }
}

/** Apart from verdicts: never drift. */
function* pace(recordings: readonly VerifiedRecording[], styled: Styled): Generator<string> {
  const far = recordings.filter((one) => paceText(one) !== undefined);
  if (far.length === 0) return;
  yield `\n${styled('strong', 'latency')}  ${far.length} ${plural(far.length, 'recording')} far from the recorded duration; no drift\n`;
  for (const one of far.slice(0, MOST_LISTED))
    yield `    ${paceText(one) ?? ''}  ${styled('faint', harmless(nameOf(one)))}  ${harmless(one.command)}\n`;
  if (far.length > MOST_LISTED) yield `    … and ${far.length - MOST_LISTED} more\n`;
}

function verdictOf(recordings: readonly VerifiedRecording[]): Style {
  const counts = countsOf(recordings);
  if (counts.get('drift')) return 'drift';
  return counts.get('could not check') ? 'could not check' : 'same';
}
