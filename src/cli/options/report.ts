import type { Command } from 'commander';
import { nonEmpty } from './values.ts';

/** What commander makes of the options on the report for machines. */
export interface ReportFlags {
  json?: boolean;
  report?: string;
}

export function addReportOptions(command: Command): Command {
  return command
    .optionsGroup('Report:')
    .option(
      '--json',
      'at the end, what was played, recorded and missed, on stdout (not with COMMAND, which owns it)',
    )
    .option('--report <file>', 'the same, into a file', nonEmpty('--report', 'FILE'));
}
