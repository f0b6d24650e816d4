import type { Command } from 'commander';
import type { ReportChoice } from '../../reports/files.ts';
import { REPORT_FORMS } from '../../reports/form.ts';
import type { CommandLine } from '../command-line.ts';
import { parseReport } from '../options/report-files.ts';

export function addMergeReports(program: Command, commandLine: CommandLine): void {
  program
    .command('merge-reports')
    .summary('put together what the shards of a verify found')
    .description(
      'Merges JSON reports of tapehead verify --shard. Recordings of a shard without a report could not be checked. ' +
        'Exit code 0: the same, 1: drift, 2: usage, 3: something could not be checked.',
    )
    .usage('[options] REPORT.json …')
    .argument('<report...>', 'reports that tapehead verify --report json=FILE wrote')
    .option(
      '--report <form=file>',
      `a report into a file, - for stdout: ${REPORT_FORMS.join(', ')}; may be given again`,
      parseReport,
    )
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], flags: { report?: readonly ReportChoice[] }) => {
      const { mergeReportFiles } = await import('../merge-reports.ts'); // loads zod
      commandLine.exitCode = await mergeReportFiles(paths, flags.report ?? [], commandLine.terminal);
    });
}

const EXAMPLES = `
Examples:
  tapehead merge-reports shard-*.json
  tapehead merge-reports shard-*.json --report html=report.html --report junit=report.xml
`;
