import { describe } from 'vitest';
import { findCompilers } from '../../setup/shim.mjs';
import { find } from '../../setup/tools.mjs';

const canCompile = findCompilers().some(({ arch }) => arch === 'arm64');
const runner = process.arch === 'arm64' ? find('env') : (find('qemu-aarch64') ?? find('qemu-aarch64-static'));

/** Where both are here already: 106 MB to fetch, 550 MB installed, are too much to bring in for these alone. */
export function onArm64(suite: string, body: (runner: string) => void): void {
  const leftOut =
    'no compiler for aarch64, or no qemu to run what it makes (on Debian: apt-get install gcc-aarch64-linux-gnu qemu-user)';
  if (canCompile && runner !== undefined)
    describe(suite, () => {
      body(runner);
    });
  else
    describe.skip(suite, { meta: { leftOut } }, () => {
      body('');
    });
}
