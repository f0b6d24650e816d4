import { TapeheadError } from '../../errors.ts';

/** A number of bytes. @throws TapeheadError BAD_HOOK */
export function bytes(count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw bad(`${count} is no number of bytes`, 'write a whole number, 0 or more');
}

/** A probability. @throws TapeheadError BAD_HOOK */
export function chance(value: number): number {
  if (value >= 0 && value <= 1) return value;
  throw bad(`${value} is no chance`, 'write a number from 0 to 1');
}

const bad = (message: string, remedy: string): TapeheadError =>
  new TapeheadError('BAD_HOOK', message, remedy);
