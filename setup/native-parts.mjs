// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { quietly } from './quietly.mjs';

/**
 * Compiles ssh2's optional native parts, for benches: with them a replayed exec takes two thirds of the time. Where
 * that cannot be, the figures are those without, and say so.
 *
 * @param {string} root the checkout
 * @param {(line: string) => void} say
 */
export function buildNativeParts(root, say) {
  if (existsSync(join(root, 'node_modules/ssh2/lib/protocol/crypto/build/Release/sshcrypto.node'))) return;
  say("compiling ssh2's native parts");
  const run = quietly('npm', ['rebuild', 'ssh2'], { cwd: root });
  if (!run.ok) say('they could not be compiled: the figures are without them');
}
