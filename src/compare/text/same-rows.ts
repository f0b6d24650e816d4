import type { OutputStream } from '../difference.ts';
import { cutRow, type Span } from '../formats/cut-row.ts';
import type { Column, ReadBoth } from '../formats/tree.ts';
import type { Judge } from '../judge.ts';

/** Says whether two lines are rows in which normalisers hide all that differs; a line alone does not tell its columns. */
export type SameRow = (recorded: string, current: string) => boolean;

/** Undefined where the outputs are no tables. */
export function sameRows(
  stream: OutputStream,
  { recorded, current }: ReadBoth,
  judge: Judge,
): SameRow | undefined {
  const [was, is] = [recorded.columns ?? [], current.columns ?? []];
  if (was.length === 0 || was.length !== is.length) return undefined;
  const [from, to] = [spansOf(was), spansOf(is)];
  return (old, now) => {
    const cells = cutRow(now, to)?.cells;
    const row = cells && cutRow(old, from);
    return (
      row?.cells.every(({ text }, i) =>
        judge.looksSame(text, cells?.[i]?.text ?? '', { stream, column: was[i]?.name ?? '' }),
      ) ?? false
    );
  };
}

function spansOf(columns: readonly Column[]): Span[] {
  let end = 0;
  return columns.map(({ gap, width }) => {
    const start = end + gap;
    end = start + width;
    return { start, end };
  });
}
