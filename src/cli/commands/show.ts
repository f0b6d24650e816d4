import type { Command } from 'commander';
import { CassetteFile } from '../../cassette/file.ts';
import { toText } from '../../cassette/text.ts';
import { TapeheadError } from '../../errors.ts';
import { plural } from '../../plural.ts';
import { commaList, count } from '../options/values.ts';
import { recordingJson } from '../recording-json.ts';
import type { CommandLine } from '../command-line.ts';
import { visible } from '../../visible.ts';

interface ShowFlags {
  numbers?: boolean;
  only?: readonly number[];
  timing?: boolean;
  json?: boolean;
}

export function addShow(program: Command, { terminal }: CommandLine): void {
  program
    .command('show')
    .summary('what is on the tape, as text')
    .description(
      'Prints recordings as text: what was asked, what came back on out| and err|, how it ended. ' +
        'The text is stable, and whatever could do something to a terminal is escaped.',
    )
    .argument('<cassette...>', 'cassettes to show')
    .option(
      '--only <numbers>',
      'only these recordings, counted from 1: 3 or 1,4,5',
      commaList(count('--only', 999_999_999)),
    )
    .option('--numbers', 'each recording with its number')
    .option('--timing', 'when each recording began, and when each line came')
    .option(
      '--json',
      'a line of JSON for each recording; bytes are {"text"}, or {"base64"} where they are not UTF-8',
    )
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], flags: ShowFlags) => {
      for (const [i, path] of paths.entries()) {
        using file = CassetteFile.open(path);
        const only = chosen(file, flags.only);
        if (paths.length > 1 && !flags.json)
          await terminal.data(`${i > 0 ? '\n' : ''}==> ${visible(path)} <==\n`);
        for (const piece of flags.json ? jsonLines(file, only) : text(file, only, flags))
          await terminal.data(piece);
      }
    });
}

const text = (
  file: CassetteFile,
  only: readonly number[],
  { numbers = false, timing = false }: ShowFlags,
): Iterable<string> => toText(file, { only, numbers, timing });

/** Indices from 0. @throws TapeheadError USAGE */
function chosen(file: CassetteFile, numbers: readonly number[] | undefined): number[] {
  if (!numbers) return Array.from({ length: file.count }, (_, index) => index);
  const missing = numbers.find((number) => number > file.count);
  if (missing === undefined) return numbers.map((number) => number - 1);
  throw new TapeheadError(
    'USAGE',
    `${file.path} has ${file.count} ${plural(file.count, 'recording')}, and no number ${missing}`,
    file.count > 1 ? `--only with numbers from 1 to ${file.count}` : 'leave out --only',
  );
}

function* jsonLines(file: CassetteFile, only: readonly number[]): Generator<string> {
  for (const index of only) yield* recordingJson(file, index);
}

const EXAMPLES = `
Examples:
  tapehead show esx.cassette | less
  tapehead show --numbers esx.cassette
  tapehead show --only 3 --timing esx.cassette
  tapehead show --json esx.cassette | jq -r '.asked.command.text'

Show cassettes in 'git diff' by this line in .gitattributes, and a setting ('tapehead help merge' has those of merging):
  *.cassette binary diff=tapehead merge=tapehead
  git config diff.tapehead.textconv 'tapehead show'
`;
