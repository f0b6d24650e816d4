import { TapeheadError } from '../../errors.ts';
import type { Read } from './values.ts';

/** The name of an environment variable (POSIX XBD 3.235), as a shell can export it. */
export function variableName(option: string): Read<string> {
  return (text) => {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
    throw new TapeheadError(
      'USAGE',
      `${option}: ${JSON.stringify(text)} is no name of a variable`,
      'letters, digits and _, not a digit first, and no =VALUE: LANG, ESXCLI_FORMATTER',
    );
  };
}
