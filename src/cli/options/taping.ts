import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { TapingOptions } from '../../deck-options.ts';
import type { UpstreamOptions } from '../../upstreams/open.ts';
import { askAtTerminal } from '../ask.ts';
import { given } from './given.ts';
import { required } from './required.ts';
import { bytes, commaList, count, each, nonEmpty, oneOf, seconds } from './values.ts';
import { MODES, type Mode, planFor } from '../../mode.ts';
import { oneUpstream } from './upstream-url.ts';
import { variableName } from './variable-name.ts';

/** What commander makes of the options on what is taped, and from where. */
export interface TapingFlags {
  upstream?: string;
  cassette?: string;
  mode?: Mode;
  forwardEnv?: readonly string[];
  identity?: readonly string[];
  knownHosts?: string;
  acceptHostKey?: string;
  tapeFailures?: boolean;
  maxRecording?: number;
  cancel?: 'signal' | 'pid';
  queueTimeout?: number;
  upstreamConnections?: number;
}

export function addTapingOptions(command: Command): Command {
  return command
    .optionsGroup('Taping:')
    .option(
      '--upstream <url>',
      'ssh://[user@]host[:port] or local:; needed wherever something may be recorded',
      oneUpstream,
    )
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
      'host keys to trust (default: those of OpenSSH)',
      nonEmpty('--known-hosts', 'FILE'),
    )
    .option(
      '--accept-host-key <fingerprint>',
      'trust this host key: SHA256:…',
      nonEmpty('--accept-host-key', 'SHA256:…'),
    )
    .option('--tape-failures', 'tape lost and refused executions too, instead of failing the run')
    .option(
      '--max-recording <size>',
      'most bytes of one recording; a longer one is not taped, and fails the run (default 4g)',
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
 * What is taped, from where. Password and questions are taken care of here: they come from
 * `TAPEHEAD_UPSTREAM_PASSWORD` or from the person at the terminal, never from an argument.
 *
 * @throws TapeheadError USAGE
 */
export function tapingOptions(flags: TapingFlags, mode: Mode, env: NodeJS.ProcessEnv): TapedDeck {
  const cassette = required(flags.cassette, '--cassette', 'esx.cassette');
  const { records } = planFor(mode, existsSync(cassette));
  const url = records ? required(flags.upstream, '--upstream', 'ssh://root@HOST') : flags.upstream;
  return {
    mode,
    cassette,
    ...(url !== undefined && { upstream: { url, ...upstreamOptions(flags, env) } }),
    ...given(flags, ['forwardEnv', 'tapeFailures', 'maxRecording']),
  };
}

type TapedDeck = TapingOptions & {
  mode: Mode;
  cassette: string;
  upstream?: UpstreamOptions & { url: string };
};

function upstreamOptions(flags: TapingFlags, env: NodeJS.ProcessEnv): UpstreamOptions {
  const password = env['TAPEHEAD_UPSTREAM_PASSWORD'];
  const prompt = askAtTerminal();
  return {
    ...given(flags, ['knownHosts', 'acceptHostKey', 'cancel', 'queueTimeout']),
    ...(flags.identity && { identities: flags.identity }),
    ...(flags.upstreamConnections !== undefined && { connections: flags.upstreamConnections }),
    ...(password !== undefined && password !== '' && { password }),
    ...(prompt && { prompt }),
  };
}
