import type { DiffLine, Hunk, StreamDiff } from '../../compare/difference.ts';
import { harmless } from '../harmless.ts';
import { rowsOf, type Row } from '../side-by-side.ts';
import type { Screen } from '../terminal.ts';
import { leftOutText } from '../wording.ts';
import { columnsOf, fitting } from './columns.ts';
import { paint } from './paint.ts';

/** From this width on two columns are wide enough to be read. */
const SIDE_BY_SIDE = 140;
const INDENT = '  ';

/** A stream's diff: side by side on a wide terminal, else unified. Words that differ are set off. */
export function diffLines(diff: StreamDiff, { colours, columns = 0 }: Screen): string[] {
  const styled = paint(colours);
  if (diff.hunks.length === 0 && diff.leftOut === 0) return [];
  const show =
    columns >= SIDE_BY_SIDE
      ? (hunk: Hunk) => sideBySide(hunk, columns, colours)
      : (hunk: Hunk) => unified(hunk, colours);
  return [
    `${INDENT}${styled('strong', diff.stream)} ${styled('faint', `(${diff.format})`)}`,
    ...diff.hunks.flatMap((hunk) => [
      `${INDENT}${styled('hunk', `@@ -${hunk.recordedStart} +${hunk.currentStart} @@`)}`,
      ...show(hunk),
    ]),
    ...(diff.leftOut > 0 ? [`${INDENT}${styled('hunk', leftOutText(diff.leftOut))}`] : []),
  ];
}

const SIGN = { same: ' ', removed: '-', added: '+' } as const;

const unified = ({ lines }: Hunk, colours: boolean): string[] =>
  lines.map(
    (line) =>
      `${INDENT}${paint(colours)(styleOf(line), SIGN[line.kind])} ${cell(line, Infinity, colours).text}`,
  );

/** Two columns, each with the number of its line; lines too long for a column are cut. */
function sideBySide(hunk: Hunk, columns: number, colours: boolean): string[] {
  const rows = rowsOf(hunk);
  const digits = String(
    Math.max(0, ...rows.flatMap(({ recorded, current }) => [recorded?.number ?? 0, current?.number ?? 0])),
  ).length;
  const width = Math.floor((columns - INDENT.length - 3) / 2) - digits - 3;
  const side = (half: Row['recorded'], pad: boolean): string => {
    if (half === undefined) return pad ? ' '.repeat(digits + 3 + width) : '';
    const { text, columns: taken } = cell(half.line, width, colours);
    const number = paint(colours)('faint', String(half.number).padStart(digits));
    return `${number} ${paint(colours)(styleOf(half.line), SIGN[half.line.kind])} ${text}${pad ? ' '.repeat(width - taken) : ''}`;
  };
  return rows.map(({ recorded, current }) =>
    `${INDENT}${side(recorded, true)} │ ${side(current, false)}`.trimEnd(),
  );
}

/** The text of a line, at most so wide. */
function cell({ kind, parts }: DiffLine, width: number, colours: boolean): { text: string; columns: number } {
  const styled = paint(colours);
  let [text, left] = ['', width];
  const whole = parts.map((part) => ({ ...part, text: harmless(part.text) }));
  const tooLong = columnsOf(whole.map((part) => part.text).join('')) > width;
  if (tooLong) left--; // for the sign that it goes on
  for (const part of whole) {
    const fit = fitting(part.text, left);
    text += kind === 'same' ? fit.text : styled(part.changed ? `${kind} word` : kind, fit.text);
    left -= fit.columns;
    if (fit.text.length < part.text.length) break;
  }
  return tooLong ? { text: `${text}…`, columns: width - left } : { text, columns: width - left };
}

const styleOf = ({ kind }: DiffLine): 'faint' | 'removed' | 'added' => (kind === 'same' ? 'faint' : kind);
