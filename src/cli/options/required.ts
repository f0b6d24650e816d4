import { TapeheadError } from '../../errors.ts';

/**
 * An option that must be given. Told here, and not by commander, which would tell it first and pass over
 * the misspelt option that is the reason.
 *
 * @throws TapeheadError USAGE
 */
export function required<T>(value: T | undefined, option: string, example: string): T {
  if (value !== undefined) return value;
  throw new TapeheadError('USAGE', `${option} is missing`, `${option} ${example}`);
}
