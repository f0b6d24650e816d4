import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Fuzzer } from './fuzzer.ts';

export interface FuzzOptions {
  fuzzers: readonly Fuzzer[];
  /** For each of them, in ms. */
  time: number;
  seed: number;
  /** The one case to run; undefined for as many as there is time for. */
  only: number | undefined;
}

export class UsageError extends Error {}

const DEFAULT_TIME = 30_000;
const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** `[NAME …] [--for DURATION] [--seed N] [--case N]` @throws UsageError */
export function readOptions(args: readonly string[], all: readonly Fuzzer[]): FuzzOptions {
  const { values, positionals } = parsed(args);
  const unknown = positionals.filter((name) => all.every((fuzzer) => fuzzer.name !== name));
  if (unknown.length > 0) {
    const names = all.map(({ name }) => name).join(', ');
    throw new UsageError(`there is no fuzzer ${unknown.join(', ')}; there are: ${names}`);
  }
  const { for: time, seed, case: only } = values;
  return {
    fuzzers: all.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    time: time === undefined ? DEFAULT_TIME : durationOf(time),
    seed: seed === undefined ? randomInt(2 ** 31) : countOf('--seed', seed),
    only: only === undefined ? undefined : countOf('--case', only),
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { for: text, seed: text, case: text },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function durationOf(text: string): number {
  const [, count, unit = ''] = /^(\d+)([smh])$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError(`--for takes a duration such as 30s, 5m or 1h, not ${text}`);
  return Number(count) * (UNITS[unit] as number);
}

function countOf(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`${option} takes a whole number, not ${text}`);
}
