import type { Screen } from '../reports/terminal.ts';
import { ReaderGone, type Terminal } from './terminal.ts';

/** What the report for people may use of the terminal that stdout is. */
export function screenOf({ colours, process }: Terminal): Screen {
  const { stdout } = process;
  const columns = 'columns' in stdout && typeof stdout.columns === 'number' ? stdout.columns : undefined;
  return { colours, columns: stdout.isTTY ? columns : undefined };
}

/** Writes what is read on stdout. `tapehead verify … | head` is drift all the same: who reads no more changes no exit code. */
export async function show(text: string, terminal: Terminal): Promise<void> {
  try {
    await terminal.data(text);
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
  }
}
