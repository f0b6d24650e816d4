import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { DeckOptions, TapingOptions } from '../../deck-options.ts';
import { given } from './given.ts';
import { addReachingOptions, type ReachingFlags, upstreamsOf } from './reaching.ts';
import { required } from './required.ts';
import { bytes, commaList, nonEmpty, oneOf } from './values.ts';
import { MODES, type Mode, planFor } from '../../mode.ts';
import { parseUpstream, type UpstreamChoice } from './upstream.ts';
import { variableName } from './variable-name.ts';

/** What commander makes of the options on what is taped, and from where. */
export interface TapingFlags extends ReachingFlags {
  upstream?: readonly UpstreamChoice[];
  cassette?: string;
  mode?: Mode;
  forwardEnv?: readonly string[];
  tapeFailures?: boolean;
  fingerprint?: boolean;
  maxRecording?: number;
}

/** `upstream`: what to say of that option; `cassette`: that of a command which plays others, too. */
export function addTapingOptions(
  command: Command,
  upstream = 'ssh://[user@]host[:port] or local:; needed wherever something may be recorded',
  cassette = new Option('--cassette <file>', 'the cassette to record to').argParser(
    nonEmpty('--cassette', 'FILE'),
  ),
): Command {
  const options = command
    .optionsGroup('Taping:')
    .option('--upstream <[origin=]url>', upstream, parseUpstream)
    .addOption(cassette)
    .option('--mode <mode>', 'all (default), new-episodes, once, none', oneOf('--mode', MODES))
    .option(
      '--forward-env <names>',
      'variables of the client that the host gets, and that are taped',
      commaList(variableName('--forward-env')),
    )
    .option('--no-fingerprint', 'do not ask the host, when all is taped, for its system, version and build')
    .option('--tape-failures', 'tape lost and refused executions too, instead of failing the run')
    .option(
      '--max-recording <size>',
      'most bytes of one recording; or with k, m, g; a longer one is not taped, and fails the run (default 4g)',
      bytes('--max-recording'),
    );
  return addReachingOptions(options);
}

/**
 * What is taped, from where. Passwords and questions are taken care of here: they come from variables or from
 * the person at the terminal, never from an argument.
 *
 * @param example what to give to `--upstream`, where it is missing
 * @throws TapeheadError USAGE
 */
export function tapingOptions(
  flags: TapingFlags,
  mode: Mode,
  env: NodeJS.ProcessEnv,
  example = 'ssh://root@HOST',
): TapedDeck {
  const both = `esx.cassette --upstream ${example}`;
  const cassette = required(flags.cassette, '--cassette', flags.upstream ? 'esx.cassette' : both);
  const { records } = planFor(mode, existsSync(cassette));
  const chosen = records ? required(flags.upstream, '--upstream', example) : flags.upstream;
  return {
    mode,
    cassette,
    ...(chosen && upstreamsOf(chosen, flags, env)),
    ...given(flags, ['forwardEnv', 'tapeFailures', 'fingerprint', 'maxRecording']),
  };
}

type TapedDeck = TapingOptions &
  Pick<DeckOptions, 'upstream' | 'upstreams'> & {
    mode: Mode;
    cassette: string;
  };
