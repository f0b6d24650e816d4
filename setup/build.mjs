// @ts-check
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { quietly } from './quietly.mjs';
import { compileShim, findCompilers } from './shim.mjs';

// test because fuzz and bench are made of what the tests have; what is a test itself is not built.
const sources = ['src', 'recorder', 'replayer', 'demo', 'bench', 'test', 'setup'];
const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

// What `npm link` puts on the PATH: npm makes it executable when it links, and never again.
const program = join('src', 'cli', 'main.js');

// What the HTML report is made from: read when one is written, and nothing to compile.
const page = join('src', 'reports', 'page');

/**
 * Compiles into dist/ when dist/ was not made from these very sources.
 *
 * It compiles beside dist and puts the result in its place at the end: tsc never removes the output of a deleted
 * source, and what runs from dist meanwhile does not lose its files.
 *
 * @param {string} root the checkout
 * @param {{ force?: boolean, say: (line: string) => void }} options
 */
export function build(root, { force = false, say }) {
  const dist = join(root, 'dist');
  const compilers = findCompilers();
  const stamp = digestOf(root, compilers);
  if (!force && stampOf(dist) === stamp) return;
  say('building');
  const next = `${dist}.next-${process.pid}`;
  try {
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    const run = quietly(tsc, ['-p', 'tsconfig.build.json', '--outDir', next], { cwd: root });
    if (!run.ok) throw new Error(`the build failed\n${run.log}`);
    if (existsSync(join(next, program))) chmodSync(join(next, program), 0o755);
    if (existsSync(join(root, page))) copyPage(root, next);
    compileShim(root, next, compilers, say);
    writeFileSync(join(next, '.sources'), stamp);
    replace(dist, next);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {string} dist
 */
function copyPage(root, dist) {
  cpSync(join(root, page), join(dist, page), {
    recursive: true,
    filter: (from) => !from.endsWith('tsconfig.json'),
  });
}

/** @param {string} dist */
function stampOf(dist) {
  const file = join(dist, '.sources');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * Of the sources, and of what compiles the shim: one that comes later builds it.
 *
 * @param {string} root
 * @param {readonly import('./shim.mjs').Compiler[]} compilers
 */
function digestOf(root, compilers) {
  const hash = createHash('sha256');
  for (const { arch, command } of compilers) hash.update(`${arch} ${command}\0`);
  for (const file of [...settings, ...sources.flatMap((folder) => filesUnder(root, folder))]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} folder
 */
function filesUnder(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  const found = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return found
    .filter((file) => /(?<!\.test)\.(?:m?[jt]s|[ch]|html|css)$/.test(file))
    .map((file) => join(folder, file))
    .sort();
}

/**
 * @param {string} dist
 * @param {string} next
 */
function replace(dist, next) {
  const last = `${dist}.last-${process.pid}`;
  if (existsSync(dist)) renameSync(dist, last);
  renameSync(next, dist);
  rmSync(last, { recursive: true, force: true });
}
