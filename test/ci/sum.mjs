// @ts-check
// node test/ci/sum.mjs FOLDER TESTS CHECK PACKAGE: adds up what the three parts of .ci/run left in FOLDER, against the exit
// code of each. A part that failed without saying how much counts as one failure.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ passed: number, failed: number }} Counts */

const [folder = '', ...codes] = process.argv.slice(2);
const [tests = 1, check = 1, packed = 1] = codes.map(Number);

const parts = [
  agree(tests, countTests(read('tests.json'))),
  agree(check, /** @type {Counts | undefined} */ (read('check.json'))),
  agree(packed, /** @type {Counts | undefined} */ (read('package.json'))),
];
const passed = parts.reduce((sum, part) => sum + part.passed, 0);
const failed = parts.reduce((sum, part) => sum + part.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * @param {number} code
 * @param {Counts | undefined} counts
 * @returns {Counts}
 */
function agree(code, counts = { passed: 0, failed: 0 }) {
  const silent = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  return silent ? { ...counts, failed: 1 } : counts;
}

/**
 * vitest's JSON report. A test file that could not even be loaded has no tests to count, and is one failure.
 *
 * @param {unknown} report
 * @returns {Counts | undefined}
 */
function countTests(report) {
  if (report === undefined) return undefined;
  const { numPassedTests, numFailedTests, testResults } =
    /** @type {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} */ (
      report
    );
  const unloadable = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length };
}

/**
 * @param {string} name
 * @returns {unknown}
 */
function read(name) {
  const file = join(folder, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
