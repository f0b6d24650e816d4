import { TapeheadError } from '../errors.ts';

/** A hook by that name that says what cannot be. */
export const badHook = (name: string, what: string, remedy: string): TapeheadError =>
  new TapeheadError('BAD_HOOK', `hook ${JSON.stringify(name)} ${what}`, remedy);
