import { writeFile } from 'node:fs/promises';
import type { Report } from '../report.ts';
import { TapeheadError } from '../errors.ts';
import { reportJson } from './report-json.ts';
import type { Terminal } from './terminal.ts';

/** Where the report goes, for machines. */
export interface ReportFlags {
  /** On stdout. Only without a COMMAND, whose stdout it would be. */
  json: boolean;
  /** Into this file. */
  report: string | undefined;
}

/** @throws TapeheadError USAGE where the file cannot be written */
export async function writeReport(
  report: Report,
  exitCode: number,
  to: ReportFlags,
  terminal: Terminal,
): Promise<void> {
  if (!to.json && to.report === undefined) return;
  const text = reportJson(report, exitCode);
  if (to.report !== undefined) await writeReportFile(to.report, text);
  if (to.json) await terminal.data(text);
}

async function writeReportFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new TapeheadError(
      'USAGE',
      `the report ${path} cannot be written: ${(cause as Error).message}`,
      '--report with a path in a folder that exists and can be written',
      { cause },
    );
  }
}
