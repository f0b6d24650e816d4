import type { Command } from 'commander';
import { repair } from '../../../recorder/repair.ts';
import { repairText } from '../repair-text.ts';
import type { CommandLine } from '../command-line.ts';

export function addRepair(program: Command, { terminal }: CommandLine): void {
  program
    .command('repair')
    .summary('recover what a recorder that was stopped left behind')
    .description(
      'Recovers every whole recording from the journal beside a cassette, or from a damaged cassette. ' +
        'Nothing is overwritten: a damaged file is kept as FILE.damaged, and what does not belong into the ' +
        'cassette as it is goes into NAME.recovered.cassette.',
    )
    .argument('<cassette>', 'the cassette, be it there or only its journal')
    .option('--json', 'what was recovered, as one JSON document on stdout')
    .addHelpText('after', EXAMPLES)
    .action(async (path: string, flags: { json?: boolean }) => {
      const repairs = repair(path);
      if (flags.json) await terminal.data(`${JSON.stringify(repairs)}\n`);
      else terminal.say(repairText(path, repairs));
    });
}

const EXAMPLES = `
Examples:
  tapehead repair esx.cassette
      after a run that did not end well: what is whole of esx.cassette.journal becomes a cassette
  tapehead repair damaged.cassette && tapehead stats damaged.cassette
`;
