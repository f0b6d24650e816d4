import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const sum = join(import.meta.dirname, 'sum.mjs');
const report = (numPassedTests: number, numFailedTests: number, testResults: object[] = []): object => ({
  numPassedTests,
  numFailedTests,
  testResults,
});

describe('the last line of .ci/run', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tapehead-sum-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const leave = (part: string, content: object): Promise<void> =>
    writeFile(join(folder, part), JSON.stringify(content));
  const add = (...codes: number[]): Promise<string> =>
    new Promise((resolve) => {
      execFile(process.execPath, [sum, folder, ...codes.map(String)], (error, stdout) =>
        resolve(`${stdout}exit ${error === null ? 0 : error.code}`),
      );
    });

  it('adds up tests, static checks and steps of the packed tarball', async () => {
    await leave('tests.json', report(100, 0));
    await leave('check.json', { passed: 7, failed: 0 });
    await leave('package.json', { passed: 8, failed: 0 });
    expect(await add(0, 0, 0)).toBe('115 passed, 0 failed\nexit 0');
  });

  it('counts what failed, a test file that could not be loaded too', async () => {
    const unloadable = { status: 'failed', assertionResults: [] };
    const failing = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
    await leave('tests.json', report(99, 1, [failing, unloadable]));
    await leave('check.json', { passed: 5, failed: 2 });
    await leave('package.json', { passed: 8, failed: 0 });
    expect(await add(1, 1, 0)).toBe('112 passed, 4 failed\nexit 1');
  });

  it('counts a part that failed but reported no failure, or nothing at all, as one failure', async () => {
    await leave('tests.json', report(100, 0));
    await leave('check.json', { passed: 7, failed: 0 });
    expect(await add(1, 0, 124)).toBe('107 passed, 2 failed\nexit 1');
  });

  it('does not take no tests for success', async () => {
    await leave('tests.json', report(0, 0));
    await leave('check.json', { passed: 7, failed: 0 });
    await leave('package.json', { passed: 8, failed: 0 });
    expect(await add(0, 0, 0)).toBe('15 passed, 1 failed\nexit 1');
  });
});
