import { Command, CommanderError } from 'commander';
import { addCalls } from './commands/calls.ts';
import { addCapture } from './commands/capture.ts';
import { addDiff } from './commands/diff.ts';
import { addHooks } from './commands/hooks.ts';
import { addImage } from './commands/image.ts';
import { addLearn } from './commands/learn.ts';
import { addLint } from './commands/lint.ts';
import { addManifest } from './commands/manifest.ts';
import { addMergeReports } from './commands/merge-reports.ts';
import { addProfile } from './commands/profile.ts';
import { addRecord } from './commands/record.ts';
import { addRepair } from './commands/repair.ts';
import { addMerge } from './commands/merge.ts';
import { addReplay } from './commands/replay.ts';
import { addShim } from './commands/shim.ts';
import { addShow } from './commands/show.ts';
import { addStats } from './commands/stats.ts';
import { addSurvey } from './commands/survey.ts';
import { addVerify } from './commands/verify.ts';
import { TapeheadError } from '../errors.ts';
import { version } from '../version.ts';
import { ENDED_WELL, exitCodeOf, USAGE } from './exit-code.ts';
import type { CommandLine } from './command-line.ts';
import { nearestWord } from '../nearest-word.ts';
import { splitCommand } from './split-command.ts';
import { openTerminal, ReaderGone, type ProcessLike, type Terminal } from './terminal.ts';
import { usageError } from './usage-error.ts';

/** The command line, from its arguments to its exit code. Never rejects. */
export async function run(argv: readonly string[], process: ProcessLike): Promise<number> {
  const terminal = openTerminal(process);
  const { own, command } = splitCommand(argv);
  const commandLine: CommandLine = { terminal, command, exitCode: ENDED_WELL };
  try {
    const tapehead = program(commandLine);
    checkName(own, tapehead);
    await tapehead.parseAsync([...own], { from: 'user' });
    return commandLine.exitCode;
  } catch (error) {
    return endedBy(error, terminal);
  }
}

function endedBy(error: unknown, terminal: Terminal): number {
  if (error instanceof ReaderGone) return ENDED_WELL;
  // Help and version that were asked for; what was wrong has been told already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ENDED_WELL : USAGE;
  terminal.complain(error);
  return exitCodeOf(error);
}

function program(commandLine: CommandLine): Command {
  const tapehead = new Command('tapehead')
    .description(
      'Records what a real host answers when commands are executed on it, once, and gives the same answers to any client, without the host.',
    )
    .version(version(), '--version', 'which release this is')
    .helpOption('-h, --help', 'how to use it')
    .helpCommand('help [command]', 'how to use a command')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', EXAMPLES);
  speakOurWay(tapehead, commandLine.terminal);
  for (const add of [
    addRecord,
    addReplay,
    addCapture,
    addVerify,
    addMergeReports,
    addShow,
    addDiff,
    addMerge,
    addStats,
    addLint,
    addRepair,
    addShim,
    addImage,
    addHooks,
    addLearn,
    addManifest,
    addProfile,
    addCalls,
    addSurvey,
  ])
    add(tapehead, commandLine);
  for (const command of tapehead.commands.flatMap((one) => [one, ...one.commands]))
    speakOurWay(command, commandLine.terminal);
  return tapehead;
}

/** @throws TapeheadError USAGE for a command that there is none of, which commander passes over where help is asked for */
function checkName([first = '', second]: readonly string[], { commands }: Command): void {
  const name = first === 'help' ? second : first;
  const names = commands.map((command) => command.name());
  if (!name || name.startsWith('-') || ['help', ...names].includes(name)) return;
  const remedy = nearestWord(name, names) ?? `one of ${names.join(', ')}`;
  throw new TapeheadError('USAGE', `unknown command '${name}'`, remedy);
}

function speakOurWay(command: Command, terminal: Terminal): void {
  const name = command.parent
    ? [command.parent.name(), command.name()].filter((word) => word !== 'tapehead').join(' ')
    : '';
  command.configureOutput({
    writeOut: (text) => void terminal.process.stdout.write(text),
    writeErr: (text) => void terminal.process.stderr.write(text),
    outputError: (text) =>
      terminal.complain(usageError(text, name, (option) => commandsWith(option, command))),
  });
}

/** Those beside it that have an option. */
const commandsWith = (option: string, { parent }: Command): string[] =>
  (parent?.commands ?? [])
    .filter((one) => one.options.some(({ long }) => long === option))
    .map((one) => one.name());

const EXAMPLES = `
Examples:
  tapehead record --upstream ssh://root@esx-1 --cassette esx.cassette -- go test ./...
      runs the tests against the host, through tapehead, and tapes what it answers
  tapehead replay --cassette esx.cassette -- go test ./...
      runs them again, without the host
  tapehead show esx.cassette
      what is on the tape

COMMAND finds the deck in TAPEHEAD_SSH_HOST, _PORT, _USER, _PASSWORD and _IDENTITY_FILE, or by
  ssh -F "$TAPEHEAD_SSH_CONFIG" tapehead esxcli system version get

'tapehead help COMMAND' has more examples, and every option.
`;
