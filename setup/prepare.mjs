// @ts-check
// Makes a fresh clone ready, so that `npm run demo` and `npm test` can be the first command typed. Runs before anything
// is installed: only Node itself may be imported here and in what this imports.
//
//   node setup/prepare.mjs             the npm packages, and dist/
//   node setup/prepare.mjs --tools     also what the tests need of the system
//   node setup/prepare.mjs --native    also what makes ssh2 faster
//   node setup/prepare.mjs --rebuild   dist/ even if it is up to date
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { installTools } from './install-tools.mjs';
import { buildNativeParts } from './native-parts.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const flags = new Set(process.argv.slice(2));

/** @param {string} line */
const say = (line) => void process.stderr.write(`set-up: ${line}\n`);

try {
  requireNode(20, 19);
  installDependencies(root, say);
  if (flags.has('--tools')) installTools(root, say); // gcc among them, which builds the shim
  build(root, { force: flags.has('--rebuild'), say });
  if (flags.has('--native')) buildNativeParts(root, say);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/**
 * @param {number} major
 * @param {number} minor
 */
function requireNode(major, minor) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  throw new Error(`tapehead needs Node ${major}.${minor} or newer; this is ${process.versions.node}`);
}
