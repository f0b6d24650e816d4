import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { namedMode } from '../named-mode.ts';
import { addDoorOptions, doorOptions, type DoorFlags } from '../options/doors.ts';
import { addForwardingOption, type ForwardingFlags } from '../options/stdin-forwarding.ts';
import { addPlayingOptions, playingOptions, type PlayingFlags } from '../options/playing.ts';
import { addManifestOptions, manifestOptions, type ManifestFlags } from '../options/manifests.ts';
import { addReportOptions, type ReportFlags } from '../options/report.ts';
import { addTapingOptions, tapingOptions, type TapingFlags } from '../options/taping.ts';
import { readRun } from '../run-options.ts';
import { checkOriginals } from '../../interpose/originals-there.ts';
import { type Mode, planFor } from '../../mode.ts';
import { ORIGINALS } from '../../upstreams/originals.ts';
import type { CommandLine } from '../command-line.ts';

type RecordFlags = TapingFlags & ForwardingFlags & DoorFlags & PlayingFlags & ManifestFlags & ReportFlags;

export function addRecord(program: Command, commandLine: CommandLine): void {
  const command = program
    .command('record')
    .summary('run COMMAND against a host, and tape what it answers')
    .description(
      'Executes on the upstream what clients ask of the deck, and tapes what it answers. Runs COMMAND, or ' +
        'serves until Ctrl-C; the cassette is written when that ended well. With --interpose and no upstream, what ' +
        'the originals do here is taped.',
    )
    .usage('--cassette FILE --upstream [ORIGIN=]URL | --interpose NAME,… [options] [-- COMMAND …]')
    .addHelpText('after', EXAMPLES);
  addTapingOptions(
    command,
    'ssh://[user@]host[:port], local:, or original:, what stands behind a shim (default with --interpose); needed ' +
      'wherever something may be recorded; with ORIGIN= for that origin alone',
  );
  addForwardingOption(command);
  addDoorOptions(command);
  addPlayingOptions(command);
  addManifestOptions(command);
  addReportOptions(command);
  command.action(async (flags: RecordFlags) => {
    const { terminal } = commandLine;
    const mode = namedMode(flags.mode, 'record', terminal.process.env);
    const { env } = terminal.process;
    const taping = tapingOptions(withOriginals(flags, mode, env), mode, env, UPSTREAM_OR_ORIGINALS);
    const run = readRun(commandLine.command, flags);
    const deck = {
      ...(await doorOptions(flags)),
      ...playingOptions(flags),
      ...manifestOptions(flags),
      ...taping,
      ...(flags.stdin && { stdinForwarding: flags.stdin }),
    };
    const { runDeck } = await import('../run-deck.ts'); // loads ssh2, which only those who serve wait for
    commandLine.exitCode = await runDeck({ ...run, deck }, terminal);
  });
}

/** What is interposed here is recorded here, where no upstream is named. @throws TapeheadError USAGE */
function withOriginals(flags: RecordFlags, mode: Mode, { PATH = '' }: NodeJS.ProcessEnv): RecordFlags {
  if (!flags.interpose || flags.upstream) return flags;
  const { records } = planFor(mode, flags.cassette !== undefined && existsSync(flags.cassette));
  if (records) checkOriginals(flags.interpose, PATH);
  return { ...flags, upstream: [{ origin: undefined, url: ORIGINALS }] };
}

const UPSTREAM_OR_ORIGINALS =
  'ssh://root@HOST, or --interpose esxcli -- COMMAND, which tapes what the esxcli of this machine does';

const EXAMPLES = `
Examples:
  tapehead record --upstream ssh://root@esx-1 --cassette esx.cassette -- go test ./...
  tapehead record --upstream ssh://root@esx-1 --cassette esx.cassette \\
      -- sh -c 'ssh -F "$TAPEHEAD_SSH_CONFIG" tapehead esxcli network nic list'
  tapehead record --upstream ssh://esx-1 --cassette esx.cassette --mode new-episodes -- pytest
      plays what is on the tape, and adds what is not
  tapehead record --upstream ssh://esx-1 --cassette esx.cassette --ssh 2222
      serves on port 2222 until Ctrl-C, and prints how to get in: ssh -F …/config tapehead
  tapehead record --upstream a=ssh://esx-1 --upstream b=ssh://esx-2 --cassette esx.cassette --ssh 0=a --ssh 0=b -- pytest
      a host for each origin; replay with --match origin
  tapehead record --upstream ssh://esx-1 --cassette esx.cassette --interpose esxcli,vim-cmd -- ./nightly.sh
      the script runs here, and the esxcli and vim-cmd that it starts run on esx-1
  tapehead record --cassette tools.cassette --interpose git,/usr/bin/uname -- ./build.sh
      tapes what the originals do here
`;
