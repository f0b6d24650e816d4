import { TapeheadError } from './errors.ts';

/**
 * What names an origin. It stands after a `+` in a user name and as a `Host` in the client config, so it has
 * none of the letters that mean something there.
 */
export const isOrigin = (text: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,254}$/.test(text);

/** Of which something is kept, as clients name them: how far each has come. About 200 MB of memory. */
export const MOST_ORIGINS = 100_000;

/** `what` they have done that something is kept of. */
export const tooManyOrigins = (what: string, most = MOST_ORIGINS): TapeheadError =>
  new TapeheadError(
    'TOO_MANY_ORIGINS',
    `${most} origins ${what} already, and there is no room for one more`,
    'reset the deck or its origins between tests, or use fewer names',
  );
