import { TapeheadError } from '../../errors.ts';

/**
 * The name of an origin. It stands after a `+` in a user name and as a `Host` in the client config, so
 * it has none of the letters that mean something there.
 *
 * @throws TapeheadError USAGE
 */
export function parseOrigin(text: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,254}$/.test(text)) return text;
  throw new TapeheadError(
    'USAGE',
    `${JSON.stringify(text)} is no name for an origin`,
    'letters, digits and _ . : @ -, such as esx-1 or TestLogin',
  );
}
