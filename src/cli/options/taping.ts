import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { DeckOptions, DeckUpstream, TapingOptions } from '../../deck-options.ts';
import type { UpstreamOptions } from '../../upstreams/open.ts';
import { passwordFor } from '../../upstreams/passwords.ts';
import { askAtTerminal } from '../ask.ts';
import { given } from './given.ts';
import { required } from './required.ts';
import { bytes, commaList, count, each, nonEmpty, oneOf, seconds } from './values.ts';
import { MODES, type Mode, planFor } from '../../mode.ts';
import { checkPasswords, parseUpstream, type UpstreamChoice } from './upstream.ts';
import { variableName } from './variable-name.ts';

/** What commander makes of the options on what is taped, and from where. */
export interface TapingFlags {
  upstream?: readonly UpstreamChoice[];
  cassette?: string;
  mode?: Mode;
  forwardEnv?: readonly string[];
  identity?: readonly string[];
  knownHosts?: readonly string[];
  acceptHostKey?: readonly string[];
  tapeFailures?: boolean;
  maxRecording?: number;
  cancel?: 'signal' | 'pid';
  queueTimeout?: number;
  upstreamConnections?: number;
}

/** `upstream`: what to say of that option. */
export function addTapingOptions(
  command: Command,
  upstream = 'ssh://[user@]host[:port] or local:; needed wherever something may be recorded',
): Command {
  return command
    .optionsGroup('Taping:')
    .option('--upstream <[origin=]url>', upstream, parseUpstream)
    .option('--cassette <file>', 'the cassette to record to', nonEmpty('--cassette', 'FILE'))
    .option('--mode <mode>', 'all (default), new-episodes, once, none', oneOf('--mode', MODES))
    .option(
      '--forward-env <names>',
      'variables of the client that the host gets, and that are taped',
      commaList(variableName('--forward-env')),
    )
    .option(
      '--identity <file>',
      'private key to log in to the host with; may be given again',
      each(nonEmpty('--identity', 'FILE')),
    )
    .option(
      '--known-hosts <file>',
      'host keys to trust (default: those of OpenSSH); may be given again',
      each(nonEmpty('--known-hosts', 'FILE')),
    )
    .option(
      '--accept-host-key <fingerprint>',
      'trust this host key: SHA256:…; may be given again',
      each(nonEmpty('--accept-host-key', 'SHA256:…')),
    )
    .option('--tape-failures', 'tape lost and refused executions too, instead of failing the run')
    .option(
      '--max-recording <size>',
      'most bytes of one recording; or with k, m, g; a longer one is not taped, and fails the run (default 4g)',
      bytes('--max-recording'),
    )
    .option(
      '--cancel <how>',
      'signal (default): signal and close the channel; pid: kill it by its pid too',
      oneOf('--cancel', ['signal', 'pid']),
    )
    .option(
      '--queue-timeout <seconds>',
      'how long an execution waits for a free session of the host (default 60)',
      seconds('--queue-timeout'),
    )
    .option(
      '--upstream-connections <n>',
      'most connections to the host at a time (default 2)',
      count('--upstream-connections', 64),
    );
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
    ...given(flags, ['forwardEnv', 'tapeFailures', 'maxRecording']),
  };
}

type TapedDeck = TapingOptions &
  Pick<DeckOptions, 'upstream' | 'upstreams'> & {
    mode: Mode;
    cassette: string;
  };

function upstreamsOf(
  chosen: readonly UpstreamChoice[],
  flags: TapingFlags,
  env: NodeJS.ProcessEnv,
): Pick<DeckOptions, 'upstream' | 'upstreams'> {
  checkPasswords(chosen, env);
  const options = upstreamOptions(flags);
  const upstreamOf = ({ origin, url }: UpstreamChoice): DeckUpstream => {
    const password = passwordFor(origin, env);
    return { url, ...options, ...(password !== undefined && { password }) };
  };
  const forAll = chosen.find(({ origin }) => origin === undefined);
  const own = chosen.flatMap((choice) =>
    choice.origin === undefined ? [] : [[choice.origin, upstreamOf(choice)] as const],
  );
  return {
    ...(forAll && { upstream: upstreamOf(forAll) }),
    ...(own.length > 0 && { upstreams: Object.fromEntries(own) }),
  };
}

function upstreamOptions(flags: TapingFlags): UpstreamOptions {
  const prompt = askAtTerminal();
  return {
    ...given(flags, ['knownHosts', 'cancel', 'queueTimeout']),
    ...(flags.identity && { identities: flags.identity }),
    ...(flags.acceptHostKey && { acceptHostKeys: flags.acceptHostKey }),
    ...(flags.upstreamConnections !== undefined && { connections: flags.upstreamConnections }),
    ...(prompt && { prompt }),
  };
}
