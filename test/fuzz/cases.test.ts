import { expect, test } from 'vitest';
import { cassette } from './cassette.ts';
import { runCases } from './run-cases.ts';
import { stdin } from './stdin.ts';
import { window } from './window.ts';

// The same cases every time, and few: `npm run fuzz` runs others for as long as one likes.
const SEED = 20_260_203;

test.each([
  { fuzzer: cassette, count: 2_000 },
  { fuzzer: stdin, count: 1_000 },
  { fuzzer: window, count: 150 },
])('$fuzzer.name: nothing is found in $count cases', { timeout: 120_000 }, async ({ fuzzer, count }) => {
  const { cases, finding } = await runCases(fuzzer, { seed: SEED, first: 0, goesOn: (done) => done < count });
  expect(finding, `case ${cases - 1} of seed ${SEED}`).toBeUndefined();
  expect(cases).toBe(count);
});
