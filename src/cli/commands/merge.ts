import type { Command } from 'commander';
import { askedText } from '../../asked-text.ts';
import { plural } from '../../plural.ts';
import { visible } from '../../visible.ts';
import type { CommandLine } from '../command-line.ts';
import { ENDED_WELL } from '../exit-code.ts';
import type { Conflicting } from '../../../recorder/merge/merge.ts';

/** As git has it of a merge driver (gitattributes(5)): 1 to 128 is a conflict, and more ends the merge. */
const CONFLICT = 1;
const TROUBLE = 2;

export function addMerge(program: Command, commandLine: CommandLine): void {
  program
    .command('merge')
    .summary('merge cassettes that two branches have changed')
    .description(
      'A merge driver for git. What both have added to BASE is kept, what one has recorded anew or removed is as ' +
        'that one has it, and OURS gets the result. Exit code 0: merged; 1: both have recorded something anew, and ' +
        'OURS is as it was; 2: trouble.',
    )
    .argument('<base>', 'the cassette both were made of; an empty file where there was none')
    .argument('<ours>', 'the cassette of this branch, which gets the result')
    .argument('<theirs>', 'the cassette of the other branch')
    .argument('[name]', 'what to call it in messages')
    .addHelpText('after', EXAMPLES)
    .action(async (base: string, ours: string, theirs: string, name: string = ours) => {
      const { terminal } = commandLine;
      try {
        const { mergeCassettes } = await import('../../../recorder/merge/merge.ts');
        const merged = mergeCassettes({ base, ours, theirs });
        commandLine.exitCode = merged.kind === 'conflict' ? CONFLICT : ENDED_WELL;
        if (merged.kind === 'conflict') terminal.say(conflictText(name, merged.conflicts));
        else
          terminal.say(
            `tapehead: merged ${visible(name)}: ${merged.recordings} recordings, ${merged.added} of them theirs`,
          );
      } catch (error) {
        commandLine.exitCode = TROUBLE;
        terminal.complain(error);
      }
    });
}

function conflictText(name: string, conflicts: readonly Conflicting[]): string {
  const what = `${conflicts.length} ${plural(conflicts.length, 'recording')}`;
  const lines = conflicts.map(
    ({ head, ours, theirs }) => `  ${askedText(head.asked)}  (ours: ${side(ours)}, theirs: ${side(theirs)})`,
  );
  return [
    `tapehead: ${visible(name)}: both branches have changed ${what}, each otherwise`,
    ...lines,
    `try: git checkout --ours or --theirs ${visible(name)}, or record it again`,
  ].join('\n');
}

const side = (index: number | undefined): string => (index === undefined ? 'removed' : `#${index + 1}`);

const EXAMPLES = `
Examples:
  tapehead merge base.cassette ours.cassette theirs.cassette

Have 'git merge' use it by this line in .gitattributes, and two settings:
  *.cassette binary diff=tapehead merge=tapehead
  git config merge.tapehead.name 'cassettes, recording by recording'
  git config merge.tapehead.driver 'tapehead merge %O %A %B %P'
`;
