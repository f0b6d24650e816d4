import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TapeheadError } from '../errors.ts';

// As installed this file is dist/src/shim/binary.js; in a checkout, where tests run it, src/shim/binary.ts.
const BUILT = [join('..', '..', 'shim'), join('..', '..', 'dist', 'shim')];

/**
 * The path of the shim's executable for this platform (setup/shim.mjs).
 *
 * @throws TapeheadError NO_SHIM
 */
export function shimBinary(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): string {
  const binary = BUILT.map((built) => join(import.meta.dirname, built, `${platform}-${arch}`, 'shim')).find(
    (path) => existsSync(path),
  );
  if (binary !== undefined) return binary;
  throw new TapeheadError(
    'NO_SHIM',
    `there is no shim for ${platform} on ${arch}`,
    remedyFor(platform, arch),
  );
}

function remedyFor(platform: NodeJS.Platform, arch: string): string {
  if (platform !== 'linux') return 'run the program and tapehead on Linux, for instance in a container';
  if (arch !== 'x64' && arch !== 'arm64') return 'run it on x86_64 or aarch64';
  return 'in a checkout, install gcc and run `npm run build`; else install a release of tapehead with npm';
}
