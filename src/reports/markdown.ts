import { plural } from '../plural.ts';
import type { VerifiedRecording, VerifyReport } from '../verified.ts';
import { harmless } from './harmless.ts';
import { byReason, countsOf, notesOf, summaryOf } from './sums.ts';
import { differenceText, nameOf, paceText, unifiedLines, VERDICT_SIGN } from './wording.ts';

/** Characters: what GitHub takes as a comment is 65,536. */
export const MARKDOWN_LIMIT = 60_000;

/** Kept free for the line that says how much was left out. */
const CLOSING = 200;
const LONGEST_DETAIL = 8_000;
const MOST_NOTES = 20;
/** Characters of one list of notes: what is escaped takes six for one. */
const LONGEST_NOTES = 8_000;

/** For a pull-request comment or a job summary; at most MARKDOWN_LIMIT characters, and it says what is left out. */
export function* markdownReport(report: VerifyReport): Generator<string> {
  const drifted = report.recordings.filter(({ verdict }) => verdict === 'drift');
  let room = MARKDOWN_LIMIT - CLOSING;
  const head = headOf(report);
  room -= head.length;
  yield head;
  for (const [i, one] of drifted.entries()) {
    const detail = detailOf(one);
    if (detail.length > room) {
      const more = drifted.length - i;
      yield `\n… and ${more} more drifted ${plural(more, 'recording')}; all of them are in the JSON and HTML reports.\n`;
      return;
    }
    room -= detail.length;
    yield detail;
  }
}

function headOf(report: VerifyReport): string {
  const { recordings } = report;
  const worst = recordings.some(({ verdict }) => verdict === 'drift') ? 'drift' : 'no drift';
  const rows = [...countsOf(recordings)].map(
    ([verdict, count]) => `| ${VERDICT_SIGN[verdict]} ${verdict} | ${count} |`,
  );
  return [
    `### tapehead verify: ${worst}`,
    '',
    summaryOf(report),
    '',
    ...bullets(notesOf(report).map((note) => `> ${plain(note)}`)),
    '| verdict | recordings |',
    '| :-- | --: |',
    ...rows,
    '',
    ...bullets(reasonsOf(recordings, 'could not check')),
    ...bullets(reasonsOf(recordings, 'not run')),
    ...bullets(recordings.flatMap(paceLine)),
  ].join('\n');
}

const reasonsOf = (
  recordings: readonly VerifiedRecording[],
  verdict: 'could not check' | 'not run',
): string[] =>
  byReason(recordings, verdict).map(([reason, group]) => `- ${verdict}: ${group.length} × ${plain(reason)}`);

function paceLine(one: VerifiedRecording): string[] {
  const pace = paceText(one);
  return pace === undefined ? [] : [`- ${pace}: ${code(`${nameOf(one)} ${one.command}`)}`];
}

function bullets(lines: readonly string[]): string[] {
  let room = LONGEST_NOTES;
  const fit = lines.findIndex((line, i) => i >= MOST_NOTES || (room -= line.length + 1) < 0);
  if (fit < 0) return lines.length === 0 ? [] : [...lines, ''];
  return [...lines.slice(0, fit), `${lines[0]?.slice(0, 2) ?? ''}and ${lines.length - fit} more`, ''];
}

function detailOf(one: VerifiedRecording): string {
  const lines = fencedLines(one).map(harmless);
  const fence = '`'.repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
  const summary = `${VERDICT_SIGN[one.verdict]} ${code(one.command)} · ${plain(nameOf(one))} · ${plain(one.origin)}`;
  return `\n<details><summary>${summary}</summary>\n\n${fence}diff\n${lines.join('\n')}\n${fence}\n\n</details>\n`;
}

/** What differs, then the diffs, as much as there is room for. */
function fencedLines(one: VerifiedRecording): string[] {
  const all = [
    ...one.differences.map((difference) => `# ${differenceText(difference)}`),
    ...(one.count > one.differences.length ? [`# and ${one.count - one.differences.length} more`] : []),
    ...one.streams.flatMap((stream) => [
      `--- ${stream.stream} recorded`,
      `+++ ${stream.stream} now`,
      ...unifiedLines(stream),
    ]),
  ];
  let room = LONGEST_DETAIL;
  const fit = all.findIndex((line) => (room -= harmless(line).length + 1) < 0);
  if (fit < 0) return all;
  const more = all.length - fit;
  return [...all.slice(0, fit), `@@ ${more} more ${plural(more, 'line')} in the JSON and HTML reports @@`];
}

const longestRun = (line: string): number =>
  Math.max(0, ...Array.from(line.matchAll(/`+/g), ([run]) => run.length));

const LONGEST_LINE = 300;

/** Text in which nothing is Markdown, HTML, a mention or a link. */
function plain(value: string): string {
  const line = harmless(value.length > LONGEST_LINE ? `${value.slice(0, LONGEST_LINE)}…` : value);
  return line.replace(/[^\p{L}\p{N} …·–→]/gu, (char) => `&#${char.codePointAt(0) ?? 0};`);
}

const code = (value: string): string => `<code>${plain(value)}</code>`;
