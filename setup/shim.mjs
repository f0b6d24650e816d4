// @ts-check
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quietly } from './quietly.mjs';
import { find } from './tools.mjs';

/** @typedef {{ arch: 'x64' | 'arm64', command: string }} Compiler */

const triplets = /** @type {const} */ ({ x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' });

// Freestanding: no libc, no start files. The linker's options leave out what costs pages, and so time, at each start.
const flags = [
  ...['-std=gnu11', '-Os', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror'],
  ...['-ffreestanding', '-fno-stack-protector', '-fno-asynchronous-unwind-tables'],
  ...['-static', '-nostdlib', '-no-pie', '-s'],
  ...['-Wl,-z,noseparate-code', '-Wl,-z,norelro', '-Wl,--build-id=none'],
];

/**
 * The compilers that are here, at most one for each architecture that the shim is made for.
 *
 * @returns {Compiler[]}
 */
export function findCompilers() {
  if (process.platform !== 'linux') return [];
  const archs = /** @type {const} */ (['x64', 'arm64']);
  return archs.flatMap((arch) => {
    const command = find(process.arch === arch ? 'gcc' : `${triplets[arch]}-gcc`);
    return command === undefined ? [] : [{ arch, command }];
  });
}

/**
 * Compiles the shim into DIST/shim/linux-ARCH/shim. Where that cannot be all else works: only what interposes a program
 * needs it.
 *
 * @param {string} root the checkout
 * @param {string} dist
 * @param {readonly Compiler[]} compilers
 * @param {(line: string) => void} say
 */
export function compileShim(root, dist, compilers, say) {
  const sources = sourcesOf(root);
  if (sources.length === 0) return;
  if (!compilers.some(({ arch }) => arch === process.arch))
    say(
      'no gcc here: built without the shim, so that nothing can be interposed (on Debian: apt-get install gcc libc6-dev)',
    );
  for (const { arch, command } of compilers) {
    const shim = join(dist, 'shim', `linux-${arch}`, 'shim');
    mkdirSync(dirname(shim), { recursive: true });
    const run = quietly(command, [...flags, '-o', shim, ...sources], { cwd: root });
    if (!run.ok) say(`the shim for ${arch} could not be compiled, all else could\n${run.log}`);
  }
}

/** @param {string} root */
function sourcesOf(root) {
  const folder = join('src', 'shim');
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.c'))
    .map((file) => join(folder, file))
    .sort();
}
