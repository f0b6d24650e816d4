import { isUtf8 } from 'node:buffer';
import { LONGEST_VALUE } from './difference.ts';

/**
 * A text of one character a byte as a person reads it: as UTF-8 where it is. Where not, bytes beyond ASCII are `\xe9`, or an
 * `é` of another encoding would look like one that has changed to itself.
 */
export function decoded(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  // A text that labels were put into has characters beyond a byte.
  return bytes.length === text.length && !BEYOND.test(text) && isUtf8(bytes)
    ? bytes.toString('utf8')
    : text.replace(NO_UTF8, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}

/** No longer than a report takes it. */
export function shown(text: string): string {
  const whole = decoded(text.length > 4 * LONGEST_VALUE ? text.slice(0, 4 * LONGEST_VALUE) : text);
  return whole.length > LONGEST_VALUE
    ? `${whole.slice(0, LONGEST_VALUE - 1).replace(CUT_CHARACTER, '')}…`
    : whole;
}

const NOT_ASCII = /[^\0-\x7f]/;
/** Half of a character beyond the first plane. */
const CUT_CHARACTER = /\p{Surrogate}$/u;
const NO_UTF8 = /[\x80-\xff]/g;
const BEYOND = /[^\0-\xff]/;
