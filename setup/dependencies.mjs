// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietly } from './quietly.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} Locked */

/**
 * Installs what the lock file names, unless that is what is there already.
 *
 * Install scripts are not run: they would compile ssh2's optional native parts, which needs a compiler and Node's
 * headers from the network, and everything has to work without them.
 *
 * @param {string} root the checkout
 * @param {(line: string) => void} say
 */
export function installDependencies(root, say) {
  if (areInstalled(root)) return;
  say('installing the npm packages');
  const run = quietly('npm', ['ci', '--include=dev', '--ignore-scripts', '--no-fund', '--no-audit'], {
    cwd: root,
  });
  if (!run.ok) throw new Error(`npm ci failed\n${run.log}`);
}

/**
 * Compares what npm noted in node_modules with the lock, by content: a fresh clone or a change of branch gives every
 * file a new time.
 *
 * @param {string} root
 */
export function areInstalled(root) {
  const noted = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = packagesOf(noted);
  const wanted = packagesOf(join(root, 'package-lock.json'));
  delete wanted['']; // the project itself, which npm does not note
  return (
    Object.keys(installed).every((path) => path in wanted) &&
    Object.entries(wanted).every(([path, want]) => {
      const have = installed[path];
      if (have === undefined) return want.optional === true || want.devOptional === true;
      return have.version === want.version && have.integrity === (want.integrity ?? have.integrity);
    })
  );
}

/** @param {string} file */
function packagesOf(file) {
  const lock = /** @type {{ packages: Record<string, Locked> }} */ (JSON.parse(readFileSync(file, 'utf8')));
  return lock.packages;
}
