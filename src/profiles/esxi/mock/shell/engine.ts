import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { isExecutable } from '../../../../is-executable.ts';

/** The path of bubblewrap; or why there can be no sandbox here, and what helps. */
export type Found = { bwrap: string; why?: undefined } | { why: string };

/** Looks no further than for what has to be there. */
export function findEngine(PATH = '', platform = process.platform): Found {
  if (platform !== 'linux') return { why: 'a shell of the mock host runs on Linux alone' };
  const folders = PATH.split(delimiter).filter((folder) => folder !== '');
  const at = (name: string): string | undefined =>
    folders.map((folder) => join(folder, name)).find(isExecutable);
  const bwrap = at('bwrap');
  const missing = [
    ...(bwrap === undefined ? ['bwrap (on Debian: apt-get install bubblewrap)'] : []),
    ...(at('busybox') === undefined ? ['a static busybox (on Debian: apt-get install busybox-static)'] : []),
  ];
  if (bwrap !== undefined && missing.length === 0) return { bwrap };
  return { why: `a shell of the mock host needs ${missing.join(' and ')} on PATH` };
}

/** Why it cannot make namespaces here, in its own words; undefined: it can. */
export function whyRefused(bwrap: string): string | undefined {
  const options = [
    '--unshare-user',
    '--unshare-pid',
    '--unshare-net',
    '--unshare-uts',
    '--ro-bind',
    '/',
    '/',
    '--proc',
    '/proc',
  ];
  const { status, stderr, error } = spawnSync(bwrap, [...options, '--', 'true'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 10_000,
  });
  return status === 0
    ? undefined
    : `bubblewrap cannot make a sandbox here: ${error?.message ?? stderr.trim()}`;
}
