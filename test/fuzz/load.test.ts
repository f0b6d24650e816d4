import { expect, test } from 'vitest';
import { loads } from './load.ts';
import { runCases } from './run-cases.ts';

// Memory is compared from 2,000 executions on: many are 2,000 a round, a row is 1,100.
const ROUNDS: Record<string, number> = {
  'load-many-replay': 2,
  'load-many-record': 2,
  'load-row-replay': 3,
  'load-row-record': 3,
};

test.each(loads.map((fuzzer) => [fuzzer.name, fuzzer] as const))(
  '%s: each execution has its own answer, and nothing is held when they are over',
  async (name, fuzzer) => {
    const rounds = ROUNDS[name] ?? 1;
    const { finding } = await runCases(fuzzer, { seed: 1, first: 1, goesOn: (cases) => cases < rounds });
    expect(finding).toBeUndefined();
  },
);
