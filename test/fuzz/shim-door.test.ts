import { expect, it } from 'vitest';
import { runCases } from './run-cases.ts';
import { shimDoors } from './shim-door.ts';

it.each(shimDoors.map((fuzzer) => [fuzzer.name, fuzzer] as const))(
  '%s: 200 processes that talk as no shim does are answered or cut off, and do no harm',
  async (_name, fuzzer) => {
    const { cases, finding } = await runCases(fuzzer, { seed: 1, first: 1, goesOn: (done) => done < 200 });
    expect(finding, `case ${cases} of seed 1`).toBeUndefined();
  },
  120_000,
);
