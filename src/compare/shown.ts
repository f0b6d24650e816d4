import { isUtf8 } from 'node:buffer';
import { LONGEST_VALUE } from './difference.ts';

/** A text of one character a byte as a person reads it: as UTF-8 where it is, as latin1 where not. */
export function decoded(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  // A text that labels were put into has characters beyond a byte.
  return bytes.length === text.length && !BEYOND.test(text) && isUtf8(bytes) ? bytes.toString('utf8') : text;
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
const BEYOND = /[^\0-\xff]/;
