// @ts-check
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quietly } from './quietly.mjs';
import { find, missingTools, tools } from './tools.mjs';

/** @typedef {import('./tools.mjs').ToolName} ToolName */

/** Where set-up leaves word, for the closing summary of the tests, why a tool is not here: `{ [tool]: reason }`. */
const whyMissingFile = join('node_modules', '.tapehead', 'why-missing.json');

/**
 * Brings in what the tests need of the system, with apt where that needs no question; what is missing even so is named
 * in one line.
 *
 * @param {string} root the checkout
 * @param {(line: string) => void} say
 */
export function installTools(root, say) {
  const missing = missingTools();
  const why = missing.length > 0 ? install(packagesOf(missing), say) : '';
  if (isRoot()) makeSshdStartable();
  const still = missing.filter((name) => !tools[name].isHere());
  noteReasons(root, still, why);
  if (still.length === 0) return;
  const remedy = `apt-get install ${packagesOf(still).join(' ')}`;
  say(
    `not here: ${still.join(', ')}, because ${why}; tests that need them are left out (on Debian: ${remedy})`,
  );
}

/** @param {readonly ToolName[]} names */
function packagesOf(names) {
  return [...new Set(names.map((name) => tools[name].debian))];
}

/**
 * @param {readonly string[]} packages
 * @param {(line: string) => void} say
 * @returns {string} why something may still be missing
 */
function install(packages, say) {
  if (find('apt-get') === undefined) return 'this machine has no apt-get';
  const sudo = isRoot() ? [] : ['sudo', '-n'];
  if (!isRoot() && !quietly('sudo', ['-n', 'true']).ok)
    return 'apt-get needs root, or sudo without a password';

  say(`installing ${packages.join(', ')} with apt-get`);
  const hadSshd = tools.sshd.isHere();
  const update = apt(sudo, ['update']); // if it fails, the lists already here may do
  const together = apt(sudo, ['install', ...packages]);
  // One package this release does not know must not keep the others out.
  const failed = together.ok
    ? []
    : packages.map((name) => apt(sudo, ['install', name])).filter((run) => !run.ok);
  if (!hadSshd && tools.sshd.isHere()) keepSshdOff(sudo);
  const logs = failed.length === 0 ? [] : [update, ...failed];
  for (const run of logs) if (!run.ok) say(run.log);
  return failed.length > 0 ? 'apt-get failed (its output is above)' : 'the package came, the tool did not';
}

/**
 * @param {readonly string[]} sudo
 * @param {readonly string[]} args
 */
function apt(sudo, args) {
  const options = [
    '-y',
    '--no-install-recommends',
    '-o',
    'DPkg::Lock::Timeout=120',
    '-o',
    'Acquire::Retries=2',
  ];
  return asRoot(sudo, ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options, ...args]);
}

/**
 * The tests start sshds of their own on loopback. A package just installed for them must not leave the machine open
 * to the network.
 *
 * @param {readonly string[]} sudo
 */
function keepSshdOff(sudo) {
  if (!existsSync('/run/systemd/system')) return;
  asRoot(sudo, ['systemctl', 'disable', '--now', 'ssh.service', 'ssh.socket']);
}

/**
 * @param {readonly string[]} sudo
 * @param {readonly string[]} words
 */
function asRoot(sudo, words) {
  return quietly('env', [...sudo, ...words]);
}

/** As root, sshd insists on its empty folder for privilege separation, which only the service would have made. */
function makeSshdStartable() {
  if (tools.sshd.isHere()) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
}

/**
 * @param {string} root
 * @param {readonly ToolName[]} missing
 * @param {string} why
 */
function noteReasons(root, missing, why) {
  const file = join(root, whyMissingFile);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(missing.map((name) => [name, why])))}\n`);
}

function isRoot() {
  return process.getuid?.() === 0;
}
