import type { Command } from 'commander';
import type { Session } from '../session.ts';

export function addRepair(program: Command, { terminal }: Session): void {
  program
    .command('repair')
    .summary('recover what a recorder that died left behind')
    .description(
      'Makes a cassette of the complete recordings in its journal, or in what is left of a damaged file.',
    )
    .argument('<cassette>', 'the cassette, whether it is there or only its journal')
    .addHelpText('after', EXAMPLES)
    .action(async (path: string) => {});
}

const EXAMPLES = `
Examples:
  tapehead repair esx.cassette
      after a recorder was killed: esx.cassette.journal becomes esx.cassette
  tapehead repair damaged.cassette && tapehead stats damaged.cassette
`;
