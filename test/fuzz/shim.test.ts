import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { runCases } from './run-cases.ts';
import { shim } from './shim.ts';

needs('gcc', 'libc6-dev')('a shim whose deck says what no deck should', () => {
  it('ends by itself in each of 200 cases, as does what it runs, and no sanitizer finds anything', async () => {
    const { cases, finding } = await runCases(shim, { seed: 1, first: 1, goesOn: (done) => done < 200 });
    expect(finding, `case ${cases} of seed 1`).toBeUndefined();
  }, 120_000);
});
