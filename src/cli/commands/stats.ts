import type { Command } from 'commander';
import { CassetteFile } from '../../cassette/file.ts';
import { cassetteStats } from '../cassette-stats.ts';
import type { CommandLine } from '../command-line.ts';
import { statsText } from '../stats-text.ts';

export function addStats(program: Command, { terminal }: CommandLine): void {
  program
    .command('stats')
    .summary('what a cassette holds, in figures')
    .description(
      'Counts recordings, bytes, outcomes and commands; names the host, the day, and what was redacted.',
    )
    .argument('<cassette...>', 'cassettes to count')
    .option('--json', 'a line of JSON for each cassette')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], flags: { json?: boolean }) => {
      for (const path of paths) {
        using file = CassetteFile.open(path);
        const stats = cassetteStats(file);
        await terminal.data(flags.json ? `${JSON.stringify(stats)}\n` : `${statsText(stats)}\n`);
      }
    });
}

const EXAMPLES = `
Examples:
  tapehead stats esx.cassette
  tapehead stats --json tapes/*.cassette | jq -s 'map(.recordings) | add'
`;
