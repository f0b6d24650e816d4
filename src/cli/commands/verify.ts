import type { Command } from 'commander';
import { askAtTerminal } from '../ask.ts';
import { given } from '../options/given.ts';
import { addNormaliserOptions, type NormaliserFlags } from '../options/normalisers.ts';
import { addReachingOptions, type ReachingFlags, upstreamsOf } from '../options/reaching.ts';
import { parseMaxAge } from '../options/max-age.ts';
import { parseShard } from '../options/shard.ts';
import { parseReport } from '../options/report-files.ts';
import { required } from '../options/required.ts';
import { addUpstreamOption, type UpstreamChoice } from '../options/upstream.ts';
import { bytes, count, each, nonEmpty, once, seconds } from '../options/values.ts';
import type { ReportChoice } from '../../reports/files.ts';
import type { MaxAge } from '../../cassette/age.ts';
import { REPORT_FORMS } from '../../reports/form.ts';
import type { CommandLine } from '../command-line.ts';

interface VerifyFlags extends ReachingFlags, NormaliserFlags {
  upstream?: readonly UpstreamChoice[];
  profile?: string;
  allowMutating?: readonly string[];
  trust?: boolean;
  dryRun?: boolean;
  sessions?: number;
  timeout?: number;
  maxOutput?: number;
  manifest?: readonly string[];
  resume?: string;
  shard?: string;
  accept?: string;
  report?: readonly ReportChoice[];
  fingerprint?: boolean;
  maxAge?: MaxAge;
  stamp?: boolean;
}

export function addVerify(program: Command, commandLine: CommandLine): void {
  const command = program
    .command('verify')
    .summary('what the hosts of today answer otherwise')
    .description(
      'Runs the recordings of cassettes again, and compares what the hosts answer. Only what reads is run. ' +
        'Exit code 0: the same, 1: drift, 2: usage, 3: something could not be checked.',
    )
    .usage('--upstream [ORIGIN=]URL [options] CASSETTE …')
    .argument('<cassette...>', 'cassettes to verify')
    .addHelpText('after', EXAMPLES)
    .optionsGroup('Hosts:');
  addReachingOptions(addUpstreamOption(command));
  command
    .option(
      '--sessions <n>',
      'how many origins of a host are run side by side (default 4)',
      count('--sessions', 1000),
    )
    .option('--no-fingerprint', 'do not ask the hosts first for their system, version and build')
    .optionsGroup('What is run:')
    .option('--profile <name>', 'what knows which commands only read; or none', once('--profile', String))
    .option(
      '--allow-mutating <pattern>',
      'run what may change the host, where the pattern is for all of the command; may be given again',
      each(nonEmpty('--allow-mutating', 'PATTERN')),
    )
    .option('--trust', 'run what is on cassettes that were not verified here before')
    .option('--dry-run', 'list what would be run and what not, and connect to nothing')
    .option(
      '--timeout <seconds>',
      'longest time of one execution (default 60, or ten times as long as recorded)',
      seconds('--timeout'),
    )
    .option(
      '--max-output <size>',
      'most bytes of output of one execution; or with k, m, g (default 64m, or four times as many as recorded)',
      bytes('--max-output'),
    )
    .option(
      '--shard <i/n>',
      'the third of eight parts: 3/8; auto: as the variables of CI say',
      once('--shard', String),
    )
    .option(
      '--resume <file>',
      'keep results in this file as they come, and go on behind those in it',
      nonEmpty('--resume', 'FILE'),
    )
    .optionsGroup('What becomes of it:')
    .option(
      '--manifest <file>',
      'normalisers and redactors, as YAML; may be given again',
      each(nonEmpty('--manifest', 'FILE')),
    )
    .option(
      '--report <form=file>',
      `a report into a file, - for stdout: ${REPORT_FORMS.join(', ')}; may be given again`,
      parseReport,
    )
    .option(
      '--accept <which>',
      'put what has drifted in the place of what is recorded: all, interactive, or a pattern for all of a command',
      nonEmpty('--accept', 'all'),
    )
    .option(
      '--max-age <days[,warn]>',
      'what was recorded, or stamped, longer ago than 90d makes the exit code 1; with ,warn it is only said',
      once('--max-age', parseMaxAge),
    )
    .option('--stamp', 'note today in each cassette of which all was run, and is as it was recorded');
  addNormaliserOptions(command).action(async (cassettes: readonly string[], flags: VerifyFlags) => {
    const { env } = commandLine.terminal.process;
    const chosen = flags.dryRun ? flags.upstream : required(flags.upstream, '--upstream', 'ssh://root@HOST');
    const options = {
      cassettes,
      ...(chosen && upstreamsOf(chosen, flags, env)),
      ...given(flags, [
        'profile',
        'allowMutating',
        'trust',
        'sessions',
        'timeout',
        'maxOutput',
        'resume',
        'fingerprint',
        'maxAge',
      ]),
      ...(flags.normalise && { normalise: flags.normalise }),
      ...(flags.manifest && { manifests: flags.manifest }),
      ...(flags.shard !== undefined && { shard: parseShard(flags.shard, env) }),
    };
    const { acceptChoice, verifyCassettes } = await import('../verify.ts'); // loads ssh2
    const accept = flags.accept === undefined ? undefined : acceptChoice(flags.accept, askAtTerminal());
    commandLine.exitCode = await verifyCassettes(
      {
        options,
        dryRun: flags.dryRun ?? false,
        accept,
        reports: flags.report ?? [],
        stamp: flags.stamp ?? false,
      },
      commandLine.terminal,
    );
  });
}

const EXAMPLES = `
Examples:
  tapehead verify --dry-run esx.cassette
      what would be run, what not, and why
  tapehead verify --upstream ssh://root@esx-1 --trust esx.cassette
  tapehead verify --upstream ssh://root@esx-1 --accept 'esxcli network .*' esx.cassette
      puts what the host answers now in the place of what has drifted, where the pattern is for all of the command
  tapehead verify --upstream esx-1=ssh://root@10.0.0.1 --upstream esx-2=ssh://root@10.0.0.2 tapes/*.cassette
`;
