import type { Command } from 'commander';
import { namedMode } from '../named-mode.ts';
import { addManifestOptions, manifestOptions, type ManifestFlags } from '../options/manifests.ts';
import { parseOrigin } from '../options/origin.ts';
import { addTapingOptions, tapingOptions, type TapingFlags } from '../options/taping.ts';
import { checkForAll } from '../options/upstream.ts';
import { nonEmpty, once } from '../options/values.ts';
import { readCommands } from '../read-commands.ts';
import type { CommandLine } from '../command-line.ts';

interface CaptureFlags extends TapingFlags, ManifestFlags {
  origin?: string;
  log?: string;
  json?: boolean;
}

export function addCapture(program: Command, commandLine: CommandLine): void {
  const command = program
    .command('capture')
    .summary('tape a list of commands')
    .description('Executes each command of a file on the upstream, in order, and tapes what it answers.')
    .usage('--upstream URL --cassette FILE [options] COMMANDS')
    .argument('<commands>', "a file with one command a line, '#' for comments; - for stdin")
    .addHelpText('after', EXAMPLES);
  addManifestOptions(addTapingOptions(command))
    .optionsGroup('Report:')
    .option('--origin <name>', 'origin of the recordings (default "default")', once('--origin', parseOrigin))
    .option(
      '--log <file>',
      'append a line of JSON as each command is asked and answered (time of asking in ms, duration in µs); - is stderr',
      nonEmpty('--log', 'FILE'),
    )
    .option('--json', 'a line of JSON for each command on stdout')
    .action(async (path: string, flags: CaptureFlags) => {
      const { terminal } = commandLine;
      const { env, stdin } = terminal.process;
      const mode = namedMode(flags.mode, 'capture', env);
      checkForAll(flags.upstream);
      const commands = await readCommands(path, stdin);
      const deck = {
        ...tapingOptions(flags, mode, env),
        ...manifestOptions(flags),
        ...(flags.origin !== undefined && { origin: flags.origin }),
      };
      const { capture } = await import('../capture.ts'); // loads ssh2, which only those who record wait for
      commandLine.exitCode = await capture(
        { deck, commands, log: flags.log, env, json: flags.json ?? false },
        terminal,
      );
    });
}

const EXAMPLES = `
Examples:
  tapehead capture --upstream ssh://root@esx-1 --cassette esx.cassette commands.txt
  echo 'esxcli network nic list' | tapehead capture --upstream ssh://esx-1 --cassette nics.cassette -
  tapehead capture --upstream local: --cassette here.cassette --json commands.txt | jq .outcome
`;
