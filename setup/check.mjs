// @ts-check
// Every static check, each to its end, whatever the others said.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quietly } from './quietly.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (/** @type {string} */ name) => join(root, 'node_modules', '.bin', name);

const folder = mkdtempSync(join(tmpdir(), 'tapehead-check-'));
try {
  report(runAll(pack(folder)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {string} tarball
 * @returns {{ name: string, log: string | undefined }[]} `log` of a failed one
 */
function runAll(tarball) {
  /** @type {Record<string, [string, ...string[]]>} */
  const checks = {
    'types (tsc)': [bin('tsc'), '-p', 'tsconfig.json'],
    'types of the page (tsc)': [bin('tsc'), '-p', 'src/reports/page/tsconfig.json'],
    'lint (oxlint)': [bin('oxlint'), '--format', 'unix'],
    'format (prettier)': [bin('prettier'), '--check', '--log-level', 'warn', '.'],
    'unused code and dependencies (knip)': [bin('knip')],
    'the package (publint)': [bin('publint'), 'run', tarball, '--strict'],
    "the package's types (attw)": [bin('attw'), tarball, '--profile', 'esm-only'],
    'house rules': [process.execPath, 'setup/house-rules.mjs'],
  };
  return Object.entries(checks).map(([name, [command, ...args]]) => {
    const run = quietly(command, args, { cwd: root });
    const log = run.ok ? undefined : run.log;
    console.log(log === undefined ? `ok      ${name}` : `FAILED  ${name}\n${log}`);
    return { name, log };
  });
}

/**
 * What would be published, from the dist that set-up has just built.
 *
 * @param {string} destination
 */
function pack(destination) {
  const run = quietly('npm', ['pack', '--ignore-scripts', '--pack-destination', destination], { cwd: root });
  const tarball = readdirSync(destination).find((file) => file.endsWith('.tgz'));
  if (!run.ok || tarball === undefined) throw new Error(run.ok ? 'npm pack made no tarball' : run.log);
  return join(destination, tarball);
}

/** @param {{ log: string | undefined }[]} results */
function report(results) {
  const failed = results.filter(({ log }) => log !== undefined).length;
  const counts = { passed: results.length - failed, failed };
  console.log(`check: ${counts.passed} passed, ${counts.failed} failed`);
  const file = process.env['TAPEHEAD_CHECK_RESULTS']; // .ci/run adds these up
  if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
  if (failed > 0) process.exitCode = 1;
}
