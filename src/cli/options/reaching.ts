import type { Command } from 'commander';
import type { DeckOptions, DeckUpstream } from '../../deck-options.ts';
import type { UpstreamOptions } from '../../upstreams/open.ts';
import { passwordFor } from '../../upstreams/passwords.ts';
import { askAtTerminal } from '../ask.ts';
import { given } from './given.ts';
import { checkPasswords, type UpstreamChoice } from './upstream.ts';
import { count, each, nonEmpty, oneOf, seconds } from './values.ts';

/** What commander makes of the options on how hosts are reached, and used. */
export interface ReachingFlags {
  identity?: readonly string[];
  knownHosts?: readonly string[];
  acceptHostKey?: readonly string[];
  cancel?: 'signal' | 'pid';
  queueTimeout?: number;
  upstreamConnections?: number;
}

export function addReachingOptions(command: Command): Command {
  return command
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
 * How each origin's host is reached. Passwords and questions are taken care of here: they come from variables or from
 * the person at the terminal, never from an argument.
 *
 * @throws TapeheadError USAGE
 */
export function upstreamsOf(
  chosen: readonly UpstreamChoice[],
  flags: ReachingFlags,
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

function upstreamOptions(flags: ReachingFlags): UpstreamOptions {
  const prompt = askAtTerminal();
  return {
    ...given(flags, ['knownHosts', 'cancel', 'queueTimeout']),
    ...(flags.identity && { identities: flags.identity }),
    ...(flags.acceptHostKey && { acceptHostKeys: flags.acceptHostKey }),
    ...(flags.upstreamConnections !== undefined && { connections: flags.upstreamConnections }),
    ...(prompt && { prompt }),
  };
}
