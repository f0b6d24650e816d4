import type { Screen } from '../reports/terminal.ts';
import type { Terminal } from './terminal.ts';

/** What the report for people may use of the terminal that stdout is. */
export function screenOf({ colours, process }: Terminal): Screen {
  const { stdout } = process;
  const columns = 'columns' in stdout && typeof stdout.columns === 'number' ? stdout.columns : undefined;
  return { colours, columns: stdout.isTTY ? columns : undefined };
}
