import type { Command } from 'commander';
import { addDoorOptions, doorOptions, type DoorFlags } from '../options/doors.ts';
import { addPlayingOptions, playingOptions, type PlayingFlags } from '../options/playing.ts';
import { addManifestOptions, manifestOptions, type ManifestFlags } from '../options/manifests.ts';
import { required } from '../options/required.ts';
import { addReportOptions, type ReportFlags } from '../options/report.ts';
import { readRun } from '../run-options.ts';
import { addProfileOption, type ProfileFlags } from '../options/profile.ts';
import { each, nonEmpty } from '../options/values.ts';
import type { CommandLine } from '../command-line.ts';

type ReplayFlags = { cassette?: readonly string[] } & ProfileFlags &
  DoorFlags &
  PlayingFlags &
  ManifestFlags &
  ReportFlags;

export function addReplay(program: Command, commandLine: CommandLine): void {
  const command = program
    .command('replay')
    .summary('run COMMAND against what is on the tape, without the host')
    .description(
      'Answers clients from cassettes, and never connects to a host. Runs COMMAND, or serves until Ctrl-C. ' +
        'What was never recorded is a miss: the client gets exit code 125 and the reason, and so does the run.',
    )
    .usage('--cassette GLOB [options] [-- COMMAND …]')
    .option(
      '--cassette <glob>',
      'cassettes to play, in the order of their paths: a name, or a glob in quotes; may be given again',
      each(nonEmpty('--cassette', 'GLOB')),
    )
    .addHelpText('after', EXAMPLES);
  addProfileOption(command);
  addDoorOptions(command);
  addPlayingOptions(command);
  addManifestOptions(command);
  addReportOptions(command);
  command.action(async (flags: ReplayFlags) => {
    const cassettes =
      flags.control || flags.manifest || flags.profile
        ? (flags.cassette ?? []) // hooks or a profile may answer, and cassettes be inserted
        : required(flags.cassette, '--cassette', "'tapes/*.cassette'");
    const run = readRun(commandLine.command, flags);
    const deck = {
      ...(await doorOptions(flags)),
      ...playingOptions(flags),
      ...manifestOptions(flags),
      cassettes,
      ...(flags.profile && { profile: flags.profile }),
      mode: 'none' as const,
    };
    const { runDeck } = await import('../run-deck.ts'); // loads ssh2, which only those who serve wait for
    commandLine.exitCode = await runDeck({ ...run, deck }, commandLine.terminal);
  });
}

const EXAMPLES = `
Examples:
  tapehead replay --cassette esx.cassette -- go test ./...
  tapehead replay --cassette 'tapes/**/*.cassette' --require-all-played -- pytest
  tapehead replay --cassette esx.cassette --volatile 'terraform_[0-9]+' -- terraform apply
      temporary names that differ from run to run count as equal
  tapehead replay --cassette esx.cassette --cassette lab.cassette --report report.json -- pytest
      report.json lists what was missed, also where the client keeps its stderr to itself
  tapehead replay --cassette esx.cassette --manifest no-network.yaml -- pytest
      what the manifest's hooks say happens, and all else as recorded
  tapehead replay --cassette esx.cassette --ssh 2222 --ready-file ready.json &
      serves any client; ready.json says where, and how to get in
  tapehead replay --profile esxi --ssh 2222
      a mock ESXi host; with --profile esxi=host.yaml the one that the file describes
  tapehead replay --cassette esx.cassette --interpose esxcli,/bin/vim-cmd -- ./nightly.sh
      the esxcli and vim-cmd that the script starts are the cassette's
`;
