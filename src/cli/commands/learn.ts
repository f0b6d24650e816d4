import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { given } from '../options/given.ts';
import { addNormaliserOptions, type NormaliserFlags } from '../options/normalisers.ts';
import { addReachingOptions, type ReachingFlags, upstreamsOf } from '../options/reaching.ts';
import { required } from '../options/required.ts';
import { addUpstreamOption, type UpstreamChoice } from '../options/upstream.ts';
import { bytes, count, each, nonEmpty, once, seconds } from '../options/values.ts';

interface LearnFlags extends ReachingFlags, NormaliserFlags {
  upstream?: readonly UpstreamChoice[];
  runs?: number;
  profile?: string;
  trust?: boolean;
  timeout?: number;
  maxOutput?: number;
  manifest?: readonly string[];
  out?: string;
}

export function addLearn(program: Command, commandLine: CommandLine): void {
  const command = program
    .command('learn')
    .summary('propose normalisers for what varies by itself')
    .description(
      'Runs the commands of cassettes that only read several times, and proposes normalisers for what varied, as a ' +
        'manifest with what was seen beside each.',
    )
    .usage('--upstream [ORIGIN=]URL [options] CASSETTE …')
    .argument('<cassette...>', 'cassettes to take commands from')
    .addHelpText('after', EXAMPLES)
    .optionsGroup('Hosts:');
  addReachingOptions(addUpstreamOption(command))
    .optionsGroup('What is run:')
    .option('--runs <n>', 'how many times (default 3)', count('--runs', 1000))
    .option('--profile <name>', 'what knows which commands only read', once('--profile', String))
    .option('--trust', 'run what is on cassettes that were not verified here before')
    .option('--timeout <seconds>', 'longest time of one execution', seconds('--timeout'))
    .option(
      '--max-output <size>',
      'most bytes of output of one execution; or with k, m, g',
      bytes('--max-output'),
    )
    .optionsGroup('What becomes of it:')
    .option(
      '--manifest <file>',
      'normalisers that are there already, and redactors, as YAML; may be given again',
      each(nonEmpty('--manifest', 'FILE')),
    )
    .option('--out <file>', 'write the manifest here, instead of to stdout', nonEmpty('--out', 'FILE'));
  addNormaliserOptions(command).action(async (cassettes: readonly string[], flags: LearnFlags) => {
    const { terminal } = commandLine;
    const chosen = required(flags.upstream, '--upstream', 'ssh://root@HOST');
    const options = {
      cassettes,
      ...upstreamsOf(chosen, flags, terminal.process.env),
      ...given(flags, ['runs', 'profile', 'trust', 'timeout', 'maxOutput', 'normalise']),
      ...(flags.manifest && { manifests: flags.manifest }),
    };
    const { learnNormalisers } = await import('../learn.ts'); // loads ssh2
    commandLine.exitCode = await learnNormalisers(options, flags.out, terminal);
  });
}

const EXAMPLES = `
Examples:
  tapehead learn --upstream ssh://root@esx-1 esx.cassette > normalisers.yaml
  tapehead learn --upstream ssh://root@esx-1 --runs 10 --manifest esx.yaml --out more.yaml tapes/*.cassette
`;
