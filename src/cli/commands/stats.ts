import type { Command } from 'commander';
import { CassetteFile } from '../../cassette/file.ts';
import { sizeTrouble } from '../../cassette/size-limits.ts';
import { visible } from '../../visible.ts';
import { cassetteStats } from '../cassette-stats.ts';
import type { CommandLine } from '../command-line.ts';
import { statsText } from '../stats-text.ts';

/** As for any other trouble of ours. */
const TOO_LONG = 1;

export function addStats(program: Command, commandLine: CommandLine): void {
  const { terminal } = commandLine;
  program
    .command('stats')
    .summary('what a cassette holds, in figures')
    .description(
      'Counts recordings, bytes, outcomes and commands; names the host, the day, and what was redacted. ' +
        'Exit code 1 where a cassette is too long for git: from 95 MB on; from 10 MB on it warns.',
    )
    .argument('<cassette...>', 'cassettes to count')
    .option('--json', 'a line of JSON for each cassette')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], flags: { json?: boolean }) => {
      for (const path of paths) {
        using file = CassetteFile.open(path);
        const stats = cassetteStats(file);
        const trouble = sizeTrouble(stats.size);
        if (trouble) terminal.say(`tapehead: ${visible(path)} ${trouble.message}\ntry: ${trouble.remedy}`);
        if (trouble?.fails) commandLine.exitCode = TOO_LONG;
        await terminal.data(flags.json ? `${JSON.stringify(stats)}\n` : `${statsText(stats)}\n`);
      }
    });
}

const EXAMPLES = `
Examples:
  tapehead stats esx.cassette
  tapehead stats --json tapes/*.cassette | jq -s 'map(.recordings) | add'
`;
