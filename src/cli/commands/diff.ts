import type { Command } from 'commander';
import { CassetteFile } from '../../cassette/file.ts';
import { toText } from '../../cassette/text.ts';
import { cassetteDiff } from '../cassette-diff.ts';
import { colouredDiff } from '../coloured-diff.ts';
import type { CommandLine } from '../command-line.ts';
import { ReaderGone } from '../terminal.ts';

/** As diff(1) has it. */
const SAME = 0;
const DIFFERENT = 1;
const TROUBLE = 2;

interface DiffFlags {
  timing?: boolean;
  json?: boolean;
}

export function addDiff(program: Command, commandLine: CommandLine): void {
  program
    .command('diff')
    .summary('what differs between two cassettes')
    .description(
      'Compares recordings that were asked for by the same command, the first with the first, and so on. ' +
        'Day and host are not compared. Exit code 0: the same, 1: different, 2: trouble.',
    )
    .argument('<a>', 'a cassette')
    .argument('<b>', 'another one')
    .option('--timing', 'compare when things came, too')
    .option('--json', 'a line of JSON for each recording that differs, or that only one has')
    .addHelpText('after', EXAMPLES)
    .action(async (a: string, b: string, flags: DiffFlags) => {
      try {
        commandLine.exitCode = await diff(a, b, flags, commandLine);
      } catch (error) {
        // Whoever has read enough has read of a difference.
        commandLine.exitCode = error instanceof ReaderGone ? DIFFERENT : TROUBLE;
        if (!(error instanceof ReaderGone)) commandLine.terminal.complain(error);
      }
    });
}

async function diff(
  pathA: string,
  pathB: string,
  flags: DiffFlags,
  { terminal }: CommandLine,
): Promise<number> {
  using a = CassetteFile.open(pathA);
  using b = CassetteFile.open(pathB);
  let result = SAME;
  for (const difference of cassetteDiff(a, b, (file, index) =>
    recordingLines(file, index, flags.timing ?? false),
  )) {
    result = DIFFERENT;
    const text = terminal.colours ? colouredDiff(difference.diff) : difference.diff;
    await terminal.data(flags.json ? `${JSON.stringify(difference)}\n` : text);
  }
  return result;
}

/** The text view of one recording; its first piece is the cassette's header, the next begins with an empty line. */
function* recordingLines(file: CassetteFile, index: number, timing: boolean): Generator<string> {
  const pieces = toText(file, { only: [index], timing });
  pieces.next();
  for (const piece of pieces) yield* piece.replace(/^\n|\n$/g, '').split('\n');
}

const EXAMPLES = `
Examples:
  tapehead diff before.cassette after.cassette
  tapehead diff esx-7.cassette esx-8.cassette | less -R
  tapehead diff --json before.cassette after.cassette | jq -r .asked
`;
