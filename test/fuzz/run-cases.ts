import { randomOf } from './case-random.ts';
import { Finding, type Fuzzer, type Fuzzing } from './fuzzer.ts';
import { NoEnd } from './no-end.ts';

export interface Cases {
  seed: number;
  /** The number of the first. */
  first: number;
  /** Asked after each case; `cases` counts those run. */
  goesOn: (cases: number) => boolean;
}

export interface CasesRun {
  cases: number;
  /** Undefined where nothing was found; else the last case is the one. */
  finding: Finding | undefined;
}

/** Runs one case after the other, up to the first that shows something. */
export async function runCases(fuzzer: Fuzzer, { seed, first, goesOn }: Cases): Promise<CasesRun> {
  await using fuzzing = await fuzzer.open();
  await using noEnd = new NoEnd(fuzzer.name, seed);
  for (let cases = 1; ; cases++) {
    const finding = await findingOf(fuzzing, seed, first + cases - 1, noEnd);
    if (finding || !goesOn(cases)) return { cases, finding };
  }
}

async function findingOf(
  fuzzing: Fuzzing,
  seed: number,
  caseNumber: number,
  noEnd: NoEnd,
): Promise<Finding | undefined> {
  try {
    await noEnd.within(caseNumber, () => fuzzing.run(randomOf(seed, caseNumber), caseNumber));
    return undefined;
  } catch (error) {
    if (error instanceof Finding) return error;
    const thrown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return new Finding(`the fuzzer itself failed: ${String(error)}`, thrown, { cause: error });
  }
}
