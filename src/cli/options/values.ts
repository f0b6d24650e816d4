import { TapeheadError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';

/** Reads the text after an option. @throws TapeheadError USAGE */
export type Read<T> = (text: string) => T;

/** Reads it where it must not come a second time. @throws TapeheadError USAGE */
export type ReadOnce<T> = (text: string, before?: T) => T;

/** Reads a further one of a repeatable option. @throws TapeheadError USAGE */
export type ReadMore<T> = (text: string, before: readonly T[] | undefined) => readonly T[];

/** An option that is given once at most: of two values nobody could say which was meant. */
export function once<T>(option: string, read: Read<T>): ReadOnce<T> {
  return (text, before) => {
    if (before === undefined) return read(text);
    // The values stay untold: one may be a password.
    throw new TapeheadError('USAGE', `${option} is given twice`, `${option} once`);
  };
}

/** One of a few words; a wrong one is answered with the nearest. */
export function oneOf<W extends string>(option: string, words: readonly W[]): ReadOnce<W> {
  return once(option, (text) => {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    const nearest = nearestWord(text, words);
    const all = words.join(', ');
    throw new TapeheadError(
      'USAGE',
      `${option} does not know ${JSON.stringify(text)}`,
      nearest === undefined ? `${option} with one of ${all}` : `${option} ${nearest}   (one of ${all})`,
    );
  });
}

/** The longest time a timer of Node takes, in seconds: 24 days. */
const LONGEST = 2_147_483;

/** Seconds, whole or with a fraction; gives milliseconds. */
export function seconds(option: string): ReadOnce<number> {
  return once(option, (text) => {
    if (/^(\d+\.?\d*|\.\d+)$/.test(text) && Number(text) <= LONGEST) return Math.round(Number(text) * 1000);
    throw new TapeheadError(
      'USAGE',
      `${option} takes seconds, not ${JSON.stringify(text)}`,
      `a number from 0 to ${LONGEST}, such as ${option} 30`,
    );
  });
}

/** A whole number of at least 1. */
export function count(option: string, most: number): ReadOnce<number> {
  return once(option, (text) => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text);
    throw new TapeheadError(
      'USAGE',
      `${option} takes a whole number from 1 to ${most}, not ${JSON.stringify(text)}`,
      `such as ${option} ${Math.min(2, most)}`,
    );
  });
}

/** A number of bytes; k, m or g behind it make it KiB, MiB or GiB. */
export function bytes(option: string): ReadOnce<number> {
  return once(option, (text) => {
    const [, digits, unit = ''] = /^(\d{1,15})([kmg]?)$/i.exec(text) ?? [];
    const size = Number(digits) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase());
    if (size >= 1 && Number.isSafeInteger(size)) return size;
    throw new TapeheadError(
      'USAGE',
      `${option} takes a number of bytes, not ${JSON.stringify(text)}`,
      `such as ${option} 500m, or with k or g, or none for bytes`,
    );
  });
}

/** Words between commas; the option may be given again for more. */
export function commaList<T>(one: Read<T>): ReadMore<T> {
  return (text, before = []) => [...before, ...text.split(',').map((word) => one(word.trim()))];
}

/** A repeatable option, one value each. */
export function each<T>(one: Read<T>): ReadMore<T> {
  return (text, before = []) => [...before, one(text)];
}

/** Any text but none. */
export function nonEmpty(option: string, what: string): ReadOnce<string> {
  return once(option, (text) => {
    if (text !== '') return text;
    throw new TapeheadError('USAGE', `${option} is empty`, `${option} ${what}`);
  });
}
