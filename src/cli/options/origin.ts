import { TapeheadError } from '../../errors.ts';
import { isOrigin } from '../../origin.ts';

/** The name of an origin. @throws TapeheadError USAGE */
export function parseOrigin(text: string): string {
  if (isOrigin(text)) return text;
  throw new TapeheadError(
    'USAGE',
    `${JSON.stringify(text)} is no name for an origin`,
    'letters, digits and _ . : @ -, such as esx-1 or TestLogin',
  );
}
