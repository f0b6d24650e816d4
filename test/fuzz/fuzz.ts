import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding, Fuzzer } from './fuzzer.ts';
import { type FuzzOptions, readOptions, UsageError } from './options.ts';
import { runCases } from './run-cases.ts';

/** Where it is said. */
export interface Said {
  line(text: string): void;
  /** On a terminal only: replaced by the next, and by nothing where it is empty. */
  progress(text: string): void;
  /** Aborted where somebody has seen enough: the case under way is the last. */
  enough: AbortSignal;
}

/** Runs fuzzers, each for its time. Returns the exit code: 0 nothing found, 1 something, 2 usage. */
export async function fuzz(args: readonly string[], all: readonly Fuzzer[], said: Said): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    said.line('npm run fuzz -- [NAME …] [--for 10m] [--seed 7] [--case 41]; without a name, all of them:');
    for (const { name } of all) said.line(`  ${name}`);
    return 0;
  }
  try {
    const options = readOptions(args, all);
    let found = 0;
    for (const fuzzer of options.fuzzers) {
      if (!said.enough.aborted) found += Number(await findsSomething(fuzzer, options, said));
    }
    return found > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    said.line(`fuzz: ${error.message}`);
    return 2;
  }
}

async function findsSomething(fuzzer: Fuzzer, options: FuzzOptions, said: Said): Promise<boolean> {
  const { time, seed, only } = options;
  const begun = performance.now();
  let told = 0;
  const goesOn = (cases: number): boolean => {
    const ms = performance.now() - begun;
    if (ms - told >= 1_000) said.progress(`${fuzzer.name}: ${counted(cases)} in ${seconds((told = ms))}`);
    return only === undefined && ms < time && !said.enough.aborted;
  };
  const first = only ?? 0;
  const { cases, finding } = await runCases(fuzzer, { seed, first, goesOn });
  said.progress('');
  const ran = `${fuzzer.name}: ${counted(cases)} in ${seconds(performance.now() - begun)}, seed ${seed}`;
  said.line(finding ? `${ran}, FOUND SOMETHING` : `${ran}, nothing found`);
  if (finding) tell(finding, fuzzer.name, seed, first + cases - 1, said);
  return finding !== undefined;
}

function tell(finding: Finding, name: string, seed: number, caseNumber: number, said: Said): void {
  const folder = mkdtempSync(join(tmpdir(), 'tapehead-fuzz-'));
  const input = join(folder, `${name}-${seed}-${caseNumber}`);
  writeFileSync(input, finding.input);
  said.line(`  what: ${finding.stack ?? finding.message}`);
  said.line(`  case: ${caseNumber} of seed ${seed}`);
  said.line(`  input: ${input}`);
  said.line(`  again: npm run fuzz -- ${name} --seed ${seed} --case ${caseNumber}`);
}

const counted = (cases: number): string =>
  cases === 1 ? '1 case' : `${cases.toLocaleString('en-US')} cases`;

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
