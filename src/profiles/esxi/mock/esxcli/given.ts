import { splitAtEquals } from './command-line.ts';
import type { Options } from './leaf.ts';
import type { Option, Range } from './option.ts';
import { UsageError } from './usage-error.ts';

/** The values of a leaf's options, by the names it calls them. @throws UsageError */
export function readGiven(options: Options, args: readonly string[]): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  const keys = new Map<string, string>();
  for (const [key, { short, long, absent }] of Object.entries(options)) {
    given[key] = absent;
    keys.set(long, key);
    if (short !== undefined) keys.set(short, key);
  }
  const seen = new Set<string>();
  for (let at = 0; at < args.length;) {
    const arg = args[at] ?? '';
    const [name, joined] = splitAtEquals(arg);
    const key = keys.get(name);
    const option = key === undefined ? undefined : options[key];
    if (key === undefined || !option) throw new UsageError(`Error: Invalid option ${arg}`);
    seen.add(key);
    const values = valuesFrom(option, joined, args, at + 1);
    at += 1 + (joined === undefined ? values.length : 0);
    if (option.kind === 'flag') given[key] = joined === undefined || booleanOf(name, joined);
    else if (values.length === 0)
      throw new UsageError(`Error: While processing '${name}'. Expecting a value`);
    else if (option.isList)
      given[key] = [...((given[key] as string[] | undefined) ?? []), ...values.flatMap(atCommas)];
    else given[key] = valueOf(option, name, values[0] ?? '');
  }
  const missing = Object.entries(options).filter(([key, { isRequired }]) => isRequired && !seen.has(key));
  if (missing.length > 0) {
    const lines = missing.map(
      ([, { short, long }]) => `Error: Missing required parameter ${namesOf(short, long)}`,
    );
    throw new UsageError(lines.join('\n'));
  }
  return given;
}

/** Such as `-v|--vswitch-name`. */
export const namesOf = (short: string | undefined, long: string): string =>
  short === undefined ? long : `${short}|${long}`;

/** Of a list all words up to the next option; whatever the word, where one is needed. */
function valuesFrom(
  { kind, isList }: Option<unknown>,
  joined: string | undefined,
  args: readonly string[],
  from: number,
): readonly string[] {
  if (joined !== undefined) return [joined];
  if (kind === 'flag') return [];
  if (!isList) return args.slice(from, from + 1);
  let to = from + 1;
  while (to < args.length && !args[to]?.startsWith('-')) to++;
  return args.slice(from, to);
}

const atCommas = (value: string): string[] => (value === '' ? [] : value.split(','));

function valueOf({ kind, range }: Option<unknown>, name: string, value: string): unknown {
  if (kind === 'bool') return booleanOf(name, value);
  if (kind === 'long') return integerOf(name, value, range);
  return value;
}

const TRUE = new Set(['1', 'y', 'yes', 't', 'true', 'on']);
const FALSE = new Set(['0', 'n', 'no', 'f', 'false', 'off']);

function booleanOf(name: string, value: string): boolean {
  const word = value.toLowerCase();
  if (TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  throw mismatch(name, 'one of {0, 1, n[o], y[es], f[alse], t[rue], off, on}', value);
}

function integerOf(name: string, value: string, { min = 0, max = Infinity }: Range = {}): number {
  const number = /^[+-]?(\d+|0x[0-9a-f]+)$/i.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw mismatch(name, 'an integer', value);
  if (number >= min && number <= max) return number;
  throw mismatch(
    name,
    max === Infinity ? `an integer from ${min}` : `an integer from ${min} to ${max}`,
    value,
  );
}

const mismatch = (name: string, expected: string, value: string): UsageError =>
  new UsageError(
    `Error: While processing '${name}'. Argument type mismatch. Expecting ${expected}. Got '${value}'`,
  );
