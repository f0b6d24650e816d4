import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';
import { find } from '../../setup/tools.mjs';
import { MAIN } from './run-tapehead.ts';

/** A user that owns nothing: nobody, as root would run it. */
export const AS_NOBODY = [
  'setpriv',
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  '--no-new-privs',
] as const;

const runs = (...args: readonly string[]): boolean =>
  spawnSync(AS_NOBODY[0], [...AS_NOBODY.slice(1), ...args], { cwd: '/' }).status === 0;

/** The user may have namespaces of its own, and may read what is tested. */
const isPossible =
  process.getuid?.() === 0 &&
  find('gcc') !== undefined &&
  runs('unshare', '--user', '--map-root-user', '--mount', 'true') &&
  runs(process.execPath, MAIN, '--version');

export function asNobody(suite: string, body: () => void): void {
  const leftOut = 'only root can become nobody, who may have no user namespace, or not read this checkout';
  if (isPossible) describe(suite, body);
  else describe.skip(suite, { meta: { leftOut } }, body);
}
