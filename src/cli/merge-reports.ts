import { open } from 'node:fs/promises';
import { TapeheadError } from '../errors.ts';
import { plural } from '../plural.ts';
import { ReportFiles, takesStdout, type ReportChoice } from '../reports/files.ts';
import { mergeReports, type NamedReport } from '../reports/merge.ts';
import { readReport } from '../reports/read.ts';
import { terminalReport } from '../reports/terminal.ts';
import type { Terminal } from './terminal.ts';
import { apartFromDrift, exitCodeOfVerify } from './verify-exit-code.ts';
import { screenOf, show } from './verify-screen.ts';

/** Bytes: far beyond any report, and what a string can hold. */
const LARGEST_REPORT = 400 * 1024 * 1024;

/**
 * Merges the JSON reports of shards, and reports what they came to.
 *
 * @returns the exit code, as verify has it
 * @throws TapeheadError USAGE
 */
export const mergeReportFiles = (
  paths: readonly string[],
  choices: readonly ReportChoice[],
  terminal: Terminal,
): Promise<number> => apartFromDrift(() => mergeAndReport(paths, choices, terminal), terminal);

async function mergeAndReport(
  paths: readonly string[],
  choices: readonly ReportChoice[],
  terminal: Terminal,
): Promise<number> {
  const [first, ...rest] = await readAll(paths);
  if (first === undefined)
    throw new TapeheadError('USAGE', 'there is no report to merge', 'tapehead merge-reports REPORT.json …');
  const { report, missing } = mergeReports([first, ...rest]);
  await using files = await ReportFiles.open(choices);
  if (missing.length > 0) {
    const names = missing.map(({ index, of }) => `${index}/${of}`).join(', ');
    terminal.say(
      `tapehead: there is no report of ${plural(missing.length, 'shard')} ${names}: what ${missing.length === 1 ? 'it' : 'they'} had to verify counts as could not check`,
    );
  }
  await files.write(report, (text) => show(text, terminal));
  if (!takesStdout(choices))
    for (const text of terminalReport(report, screenOf(terminal))) await show(text, terminal);
  return exitCodeOfVerify(report);
}

async function readAll(paths: readonly string[]): Promise<NamedReport[]> {
  const reports: NamedReport[] = [];
  for (const path of paths) reports.push({ name: path, report: readReport(await read(path), path) });
  return reports;
}

async function read(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    if (size > LARGEST_REPORT) throw new Error(`it has ${size} bytes, at most ${LARGEST_REPORT} are read`);
    return await file.readFile();
  } catch (cause) {
    throw new TapeheadError(
      'BAD_REPORT',
      `the report ${path} cannot be read: ${(cause as Error).message}`,
      'a file that tapehead verify --report json=FILE wrote',
      { cause },
    );
  }
}
