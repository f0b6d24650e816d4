import type { Command } from 'commander';
import { TapeheadError } from '../../errors.ts';
import type { CommandLine } from '../command-line.ts';
import { given } from '../options/given.ts';
import { addReachingOptions, type ReachingFlags, upstreamsOf } from '../options/reaching.ts';
import { required } from '../options/required.ts';
import { withoutPassword } from '../../upstreams/without-password.ts';
import { addUpstreamOption, type UpstreamChoice } from '../options/upstream.ts';
import { bytes, each, nonEmpty, seconds } from '../options/values.ts';

interface SurveyFlags extends ReachingFlags {
  upstream?: readonly UpstreamChoice[];
  root?: string;
  exclude?: readonly string[];
  pseudo?: boolean;
  out?: string;
  content?: readonly string[];
  contentLimit?: number;
  helpOutput?: string;
  helpOf?: readonly string[];
  helpSkip?: readonly string[];
  helpTimeout?: number;
  dryRun?: boolean;
}

export function addSurvey(program: Command, commandLine: CommandLine): void {
  const command = program
    .command('survey')
    .summary('list the files of a host')
    .description(
      'Lists the files of a host as JSON, for tapehead image build. Only what busybox has is run there, and nothing is ' +
        'written there. Exit code 0: all of it, 1: trouble, 2: usage, 3: something could not be read, and the rest is listed.',
    )
    .usage('--upstream URL [--out FILE] [options]')
    .addHelpText('after', EXAMPLES)
    .optionsGroup('Host:');
  addReachingOptions(addUpstreamOption(command));
  command
    .optionsGroup('What is listed:')
    .option('--root <folder>', 'a folder of the host (default /)', nonEmpty('--root', 'FOLDER'))
    .option(
      '--exclude <glob>',
      'leave out paths, and what lies in them; may be given again',
      each(nonEmpty('--exclude', 'GLOB')),
    )
    .option('--pseudo', 'enter /proc, /sys and other pseudo file systems too')
    .option('--out <file>', 'write the listing here, instead of to stdout', nonEmpty('--out', 'FILE'))
    .optionsGroup('Content:')
    .option(
      '--content <glob>',
      'bring along what is in these files, without its secrets; may be given again',
      each(nonEmpty('--content', 'GLOB')),
    )
    .option(
      '--content-limit <size>',
      'most bytes of a file; or with k, m (default 64k, at most 16m)',
      bytes('--content-limit'),
    )
    .optionsGroup('Help texts:')
    .option(
      '--help-output <cassette>',
      'run commands with --help, and tape what they say',
      nonEmpty('--help-output', 'CASSETTE'),
    )
    .option('--dry-run', 'only list what would be run with --help, and what not')
    .option(
      '--help-of <glob>',
      'run these paths too, whatever they are called, and links; may be given again',
      each(nonEmpty('--help-of', 'GLOB')),
    )
    .option(
      '--help-skip <glob>',
      'do not run these paths; may be given again',
      each(nonEmpty('--help-skip', 'GLOB')),
    )
    .option('--help-timeout <seconds>', 'longest time of one of them (default 10)', seconds('--help-timeout'))
    .action(async (flags: SurveyFlags) => {
      const { terminal } = commandLine;
      const chosen = required(flags.upstream, '--upstream', 'ssh://root@HOST');
      checkOneHost(chosen);
      checkHelp(flags);
      const { upstream } = upstreamsOf(chosen, withCancel(flags), terminal.process.env);
      if (!upstream) throw new Error('unreachable: an upstream that is for all is there');
      const { surveyHost } = await import('../survey.ts'); // loads ssh2
      const run = {
        upstream,
        list: {
          ...(flags.root !== undefined && { root: Buffer.from(flags.root) }),
          ...given(flags, ['exclude', 'pseudo']),
        },
        out: flags.out,
        content: flags.content && { globs: flags.content, limit: contentLimit(flags.contentLimit) },
        help: flags.helpOutput === undefined ? undefined : helpRun(flags, flags.helpOutput),
      };
      commandLine.exitCode = await surveyHost(run, terminal);
    });
}

const helpRun = (flags: SurveyFlags, cassette: string) => ({
  cassette,
  of: flags.helpOf ?? [],
  skip: flags.helpSkip ?? [],
  timeout: flags.helpTimeout ?? HELP_TIMEOUT,
  dryRun: flags.dryRun ?? false,
});

/** ms */
const HELP_TIMEOUT = 10_000;

/** What hangs is cut; for root an sshd takes no signals, and it would live on. */
const withCancel = (flags: SurveyFlags): SurveyFlags =>
  flags.helpOutput !== undefined && flags.cancel === undefined ? { ...flags, cancel: 'pid' } : flags;

/** @throws TapeheadError USAGE */
function checkOneHost(chosen: readonly UpstreamChoice[]): void {
  const own = chosen.find(({ origin }) => origin !== undefined);
  if (own?.origin === undefined) return;
  throw new TapeheadError(
    'USAGE',
    `a survey is of one host and of no origin, so --upstream ${own.origin}=… makes no sense`,
    `--upstream ${withoutPassword(own.url)}`,
  );
}

function checkHelp({ helpOutput, helpOf, helpSkip, helpTimeout, dryRun }: SurveyFlags): void {
  if (helpOutput !== undefined) return;
  const [option] = [
    dryRun && '--dry-run',
    helpOf && '--help-of',
    helpSkip && '--help-skip',
    helpTimeout !== undefined && '--help-timeout',
  ].filter((one) => typeof one === 'string');
  if (option === undefined) return;
  throw new TapeheadError(
    'USAGE',
    `${option} is about --help-output, which is not given`,
    `--help-output help.cassette ${option}`,
  );
}

/** @throws TapeheadError USAGE */
function contentLimit(limit = 64 * 1024): number {
  if (limit <= MOST_CONTENT) return limit;
  throw new TapeheadError(
    'USAGE',
    `--content-limit takes at most 16m: a listing is no place for large files`,
    '--content-limit 16m, and name the large ones in the files manifest of the image',
  );
}

const MOST_CONTENT = 16 * 1024 * 1024;

const EXAMPLES = `
Examples:
  tapehead survey --upstream ssh://root@esx-1 --out esx-1.json
  tapehead survey --upstream ssh://root@esx-1 --exclude '/vmfs/volumes/**' --content '/etc/vmware/*.xml' --out esx-1.json
  tapehead survey --upstream ssh://root@esx-1 --help-output help.cassette --dry-run
      what would be run with --help, before anything is
`;
