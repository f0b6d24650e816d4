import { expect, test } from 'vitest';
import { control } from './control.ts';
import { runCases } from './run-cases.ts';

test(
  '2,000 requests of any kind are each answered or refused, and the deck goes on',
  { timeout: 120_000 },
  async () => {
    const { finding } = await runCases(control, { seed: 1, first: 1, goesOn: (cases) => cases < 2_000 });
    expect(finding).toBeUndefined();
  },
);
