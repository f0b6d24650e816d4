import type { Command } from 'commander';
import { commaList, count, nonEmpty, oneOf, seconds } from './values.ts';
import { parseMode, type Mode } from '../../mode.ts';
import { oneUpstream } from './upstream-url.ts';
import { variableName } from './variable-name.ts';

/** What commander makes of the options on what is taped, and from where. */
export interface TapingFlags {
  upstream?: string;
  cassette?: string;
  mode?: Mode;
  forwardEnv?: readonly string[];
  identity?: string;
  knownHosts?: string;
  acceptHostKey?: string;
  tapeFailures?: boolean;
  cancel?: 'signal' | 'pid';
  queueTimeout?: number;
  upstreamConnections?: number;
}

export function addTapingOptions(command: Command): Command {
  return command
    .optionsGroup('Taping:')
    .option('--upstream <url>', 'ssh://[user@]host[:port] or local:', oneUpstream)
    .option('--cassette <file>', 'the cassette to record to', nonEmpty('--cassette', 'FILE'))
    .option('--mode <mode>', 'all (default), new-episodes, once, none', parseMode)
    .option(
      '--forward-env <names>',
      'variables of the client that the host gets, and that are taped',
      commaList(variableName('--forward-env')),
    )
    .option('--identity <file>', 'private key to log in to the host with', nonEmpty('--identity', 'FILE'))
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
      '--cancel <how>',
      'signal (default): signal and close the channel; pid: kill it by its pid too',
      oneOf('--cancel', ['signal', 'pid']),
    )
    .option(
      '--queue-timeout <seconds>',
      'how long an execution waits for a free session of the host',
      seconds('--queue-timeout'),
    )
    .option(
      '--upstream-connections <n>',
      'most connections to the host at a time (default 2)',
      count('--upstream-connections', 64),
    );
}
