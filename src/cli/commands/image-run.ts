import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { TapeheadError } from '../../errors.ts';
import { planFor } from '../../mode.ts';
import type { CommandLine } from '../command-line.ts';
import { namedMode } from '../named-mode.ts';
import { addDoorOptions, doorOptions, type DoorFlags } from '../options/doors.ts';
import { addPlaceOptions, type PlaceFlags } from '../options/image-run.ts';
import { addManifestOptions, manifestOptions, type ManifestFlags } from '../options/manifests.ts';
import { addPlayingOptions, playingOptions, type PlayingFlags } from '../options/playing.ts';
import { addProfileOption, type ProfileFlags } from '../options/profile.ts';
import { addReportOptions, type ReportFlags } from '../options/report.ts';
import { addForwardingOption, type ForwardingFlags } from '../options/stdin-forwarding.ts';
import { addTapingOptions, tapingOptions, type TapingFlags } from '../options/taping.ts';
import { each, nonEmpty } from '../options/values.ts';
import { readRun } from '../run-options.ts';

type RunFlags = Omit<TapingFlags, 'cassette'> & { cassette?: readonly string[] } & PlaceFlags &
  ProfileFlags &
  ForwardingFlags &
  DoorFlags &
  PlayingFlags &
  ManifestFlags &
  ReportFlags;

export function addImageRun(image: Command, commandLine: CommandLine): void {
  const { terminal } = commandLine;
  const command = image
    .command('run')
    .summary('run COMMAND in an image, against cassettes and hooks')
    .description(
      'Opens a deck, and runs COMMAND in the image, where every interposed executable asks it: from cassettes, or with ' +
        '--upstream on a host, and taped. COMMAND is root there and has a network of its own, loopback alone. What it ' +
        'changes is gone afterwards.',
    )
    .usage('IMAGE [options] -- COMMAND …')
    .argument('<image>', 'a folder or an archive that tapehead image build made')
    .addHelpText('after', EXAMPLES);
  addPlaceOptions(command, terminal.process.env);
  addTapingOptions(
    command,
    'ssh://[user@]host[:port], local:, or original:, what stands behind a shim in the image; without it nothing is taped',
    new Option(
      '--cassette <glob>',
      'cassettes to play; with --upstream the one to record to; may be given again',
    ).argParser(each(nonEmpty('--cassette', 'GLOB'))),
  );
  addProfileOption(command);
  addForwardingOption(command);
  addDoorOptions(command, { interpose: false });
  addPlayingOptions(command);
  addManifestOptions(command);
  addReportOptions(command);
  command.action(async (path: string, flags: RunFlags) => {
    if (!commandLine.command) {
      throw new TapeheadError(
        'USAGE',
        'there is no COMMAND to run in the image',
        'end with -- COMMAND: -- sh for a look around; or serve other containers: tapehead replay --socket PATH',
      );
    }
    const run = readRun(commandLine.command, flags);
    const doors = await doorOptions({ ...flags, interpose: [] }); // the image has its shims
    const deck = {
      ...doors,
      ...playingOptions(flags),
      ...manifestOptions(flags),
      hooks: [], // the image may bring some
      ...tapes(flags, terminal.process.env),
      ...(flags.profile && { profile: flags.profile }),
      ...(flags.stdin && { stdinForwarding: flags.stdin }),
    };
    const [{ runDeck }, { inImage }] = await Promise.all([
      import('../run-deck.ts'), // loads ssh2, and the other zod, which only those who serve wait for
      import('../command-in-image.ts'),
    ]);
    const choice = {
      ...{ image: path, engine: flags.with, inPlace: flags.inPlace ?? false },
      ...{ variables: Object.fromEntries(flags.env ?? []), hostname: hostnameFor(doors.origin) },
    };
    const place = inImage(choice, terminal.process);
    commandLine.exitCode = await runDeck({ ...run, deck, place }, terminal);
  });
}

/**
 * As `record` where something may be executed, as `replay` else; hooks alone may answer, too.
 *
 * @throws TapeheadError USAGE, MODE_IN_CI
 */
function tapes(flags: RunFlags, env: NodeJS.ProcessEnv) {
  const { cassette: cassettes = [], ...taping } = flags;
  if (flags.mode === undefined && !flags.upstream) return { cassettes, mode: 'none' as const };
  const [cassette, ...others] = cassettes;
  const mode = namedMode(flags.mode, 'record', env);
  if (others.length > 0 && planFor(mode, cassette !== undefined && existsSync(cassette)).records)
    throw new TapeheadError(
      'USAGE',
      `--cassette is given ${cassettes.length} times, and one is recorded to`,
      '--cassette once with --upstream',
    );
  return {
    ...tapingOptions({ ...taping, ...(cassette !== undefined && { cassette }) }, mode, env),
    cassettes: others,
  };
}

/** The origin is who the image is; what is no name of a host (RFC 1123, 2.1) is left to itself. */
const hostnameFor = (origin: string): string =>
  /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/.test(origin) ? origin : 'localhost';

const EXAMPLES = `
Examples:
  tapehead image run esxi.tar.gz --cassette esx.cassette -- ./backup.sh
  tapehead image run ./rootfs --cassette esx.cassette -- sh
      a look around: esxcli in there answers from the cassette
  tapehead image run esxi.tar.gz --profile esxi -- ./backup.sh
      what no cassette has, a mock ESXi answers
  tapehead image run esxi.tar.gz --upstream ssh://root@esx-1 --cassette esx.cassette -- esxcli network nic list
      what the image's executables are asked runs on esx-1, and is taped
  tapehead image run esxi.tar.gz --manifest broken-disk.yaml --origin esx-7 --with podman -- sh -c 'vmkfstools -P /vmfs'
`;
