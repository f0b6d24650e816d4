import { TapeheadError } from '../errors.ts';
import { openLocal } from './local/local.ts';
import type { HostSpec } from './ssh/config.ts';
import { openOriginals, ORIGINALS } from './originals.ts';
import { passwordRemedy } from './passwords.ts';
import { openSsh, type SshOptions } from './ssh/ssh.ts';
import type { Upstream } from './upstream.ts';
import { withoutPassword } from './without-password.ts';

/** How an upstream is reached and used; `local:` needs nothing of it. */
export type UpstreamOptions = SshOptions;

/**
 * Opens an upstream: `local:`, or `ssh://[user@]host[:port]`, which is connected to at once. What the URL
 * says goes before what `~/.ssh/config` says of the host.
 *
 * @param origin whose it is alone, if it is
 * @throws TapeheadError BAD_URL, USAGE, UPSTREAM_UNREACHABLE, UPSTREAM_AUTH, HOST_KEY_UNKNOWN, HOST_KEY_CHANGED
 */
export async function openUpstream(
  url: string,
  options: UpstreamOptions = {},
  origin?: string,
): Promise<Upstream> {
  if (url === 'local:') return openLocal();
  if (url === ORIGINALS) return openOriginals();
  return openSsh(parseSshUrl(url, origin), options, origin);
}

function parseSshUrl(text: string, origin: string | undefined): HostSpec {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'ssh:' || url.hostname === '')
    throw badUrl(text, 'is neither local: nor ssh://[user@]host[:port]');
  if (url.password !== '') {
    const remedy = `leave it out, and ${passwordRemedy(origin)}`;
    throw new TapeheadError('BAD_URL', 'an upstream URL holds a password, which others can see', remedy);
  }
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '')
    throw badUrl(text, 'goes on after the host');
  return {
    host: decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? undefined : Number(url.port),
    user: url.username === '' ? undefined : decodeURIComponent(url.username),
  };
}

function badUrl(text: string, what: string): TapeheadError {
  return new TapeheadError(
    'BAD_URL',
    `the upstream ${JSON.stringify(withoutPassword(text))} ${what}`,
    'write ssh://root@esx-1, ssh://root@10.0.0.1:2222, ssh://NAME for a Host of ~/.ssh/config, or local:',
  );
}
