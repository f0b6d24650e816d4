import type { DiffLine, Hunk } from '../compare/difference.ts';

/** What stands beside each other. Line numbers count from 1. */
export interface Row {
  recorded?: { number: number; line: DiffLine };
  current?: { number: number; line: DiffLine };
}

/** The lines of a hunk in two columns: a run of removed lines beside the run of added ones that follows. */
export function rowsOf({ recordedStart, currentStart, lines }: Hunk): Row[] {
  const rows: Row[] = [];
  let [recorded, current] = [recordedStart, currentStart];
  let open = 0; // first row of the run that still has room on its right
  for (const line of lines) {
    if (line.kind === 'same') {
      rows.push({ recorded: { number: recorded++, line }, current: { number: current++, line } });
      open = rows.length;
    } else if (line.kind === 'removed') {
      // A removed line behind added ones begins another run.
      if (rows.at(-1)?.current && open < rows.length && rows.at(-1)?.recorded === undefined)
        open = rows.length;
      rows.push({ recorded: { number: recorded++, line } });
    } else {
      while (open < rows.length && rows[open]?.current) open++;
      const beside = rows[open];
      if (beside) beside.current = { number: current++, line };
      else rows.push({ current: { number: current++, line } });
    }
  }
  return rows;
}
