import type { Command } from 'commander';
import { TapeheadError } from '../../errors.ts';
import type { CommandLine } from '../command-line.ts';
import { TROUBLE } from '../exit-code.ts';
import { manifestSummary, summaryText } from '../manifest-summary.ts';

export function addManifest(program: Command, commandLine: CommandLine): void {
  const manifest = program
    .command('manifest')
    .summary('look at manifests')
    .description('Looks at manifests: hooks, and rules of matching, as YAML.')
    .addHelpText('after', EXAMPLES);
  manifest
    .command('check')
    .summary('whether manifests are all right')
    .description(
      'Checks manifests with all that they extend, as one deck would have them, the later the nearer to the test. ' +
        'Tells all that is wrong, with its place, and exits with 1; or what they hold.',
    )
    .argument('<file...>', 'manifests')
    .option('--json', 'what was found, as one JSON document on stdout')
    .action((paths: readonly string[], flags: { json?: boolean }) => check(paths, flags, commandLine));
}

async function check(
  paths: readonly string[],
  { json = false }: { json?: boolean },
  commandLine: CommandLine,
): Promise<void> {
  const { terminal } = commandLine;
  const { loadManifests } = await import('../../manifest/load.ts'); // loads zod, which others need not wait for
  try {
    const summary = manifestSummary(await loadManifests(paths));
    await terminal.data(json ? `${JSON.stringify(summary)}\n` : summaryText(summary));
  } catch (error) {
    if (!(error instanceof TapeheadError && error.code === 'BAD_MANIFEST' && json)) throw error;
    await terminal.data(`${JSON.stringify({ ok: false, problems: error.message.split('\n') })}\n`);
    commandLine.exitCode = TROUBLE;
  }
}

const EXAMPLES = `
Examples:
  tapehead manifest check test.yaml
  tapehead manifest check image.yaml suite.yaml test.yaml
      the three as one deck has them by --manifest image.yaml --manifest suite.yaml --manifest test.yaml
`;
