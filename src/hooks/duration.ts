import { TapeheadError } from '../errors.ts';

/**
 * `250ms`, `2s`, `1.5m` in ms.
 *
 * @throws TapeheadError BAD_HOOK
 */
export function duration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text.trim()) ?? [];
  if (number === undefined || unit === undefined) {
    throw new TapeheadError('BAD_HOOK', `${JSON.stringify(text)} is no duration`, 'write 250ms, 2s or 1.5m');
  }
  return Number(number) * UNITS[unit as keyof typeof UNITS];
}

const UNITS = { ms: 1, s: 1000, m: 60_000 };
