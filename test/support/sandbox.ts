import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { posix } from 'node:path';

/** Folders of the system that programs need to run, and nothing that a test would put files in. */
const SYSTEM = readdirSync('/').filter((name) => /^(usr|s?bin|lib.*|etc|opt)$/.test(name));

/**
 * A command as bubblewrap starts it, in a root of its own: the system's programs, and at each of these paths a file or
 * folder of this machine. A suite with it is under `needs('bubblewrap')`.
 */
export function sandboxed(
  files: Readonly<Record<string, string>>,
  command: readonly [string, ...string[]],
): [string, ...string[]] {
  const system = SYSTEM.flatMap((name) => {
    const path = posix.join('/', name);
    return lstatSync(path).isSymbolicLink()
      ? ['--symlink', readlinkSync(path), path]
      : ['--ro-bind', path, path];
  });
  const own = Object.entries(files).flatMap(([at, from]) => ['--bind', from, at]);
  const rest = ['--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp'];
  return ['bwrap', '--die-with-parent', '--tmpfs', '/', ...system, ...rest, ...own, '--', ...command];
}
