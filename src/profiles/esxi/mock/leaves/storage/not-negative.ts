import { Failure } from '../../failure.ts';

/** @throws Failure of a number that is below 0; undefined is nothing to say against */
export function notNegative<T extends number | undefined>(value: T, what: string): T {
  if (value !== undefined && value < 0) throw new Failure(`Error: Invalid value for ${what}: ${value}`);
  return value;
}
