import { NO_SECRET } from '../clues/snmp.ts';
import { restOf, type ShellToken } from '../shell-tokens.ts';
import type { Place } from './tool.ts';

/** An option's value, in the word behind it or in its own; `part` is what of the value is secret. */
export interface SecretOption {
  names: readonly string[];
  class: string;
  part?: RegExp;
}

export function optionValue(
  word: ShellToken,
  before: string | undefined,
  options: readonly SecretOption[],
): Place[] {
  for (const { names, class: secretClass, part } of options) {
    const skip = names.map((name) => skipped(word, before, name)).find((length) => length !== undefined);
    if (skip !== undefined) return partsOf(word, skip, secretClass, part);
  }
  return [];
}

/** How many letters of the word stand before the option's value in it. */
function skipped(word: ShellToken, before: string | undefined, name: string): number | undefined {
  if (before === name) return 0;
  if (name.startsWith('--') || name.length > 2)
    return word.text.startsWith(`${name}=`) ? name.length + 1 : undefined;
  return word.text.startsWith(name) && word.text.length > name.length ? name.length : undefined;
}

/** What of a word behind so many letters of its text is secret: all of it, or what the expression's group holds. */
export function partsOf(
  word: ShellToken,
  skip: number,
  secretClass: string,
  part: RegExp | undefined,
): Place[] {
  if (!part) {
    const place = restOf(word, skip);
    return place && !(secretClass === 'community' && NO_SECRET.test(place.text))
      ? [{ ...place, class: secretClass }]
      : [];
  }
  const value = word.text.slice(skip);
  return Array.from(value.matchAll(part)).flatMap(({ 0: whole, 1: secret = '', index }) => {
    const from = skip + index + whole.lastIndexOf(secret);
    if (secret === '' || NO_SECRET.test(secret)) return [];
    // Of a quoted word the place is told from its end: what is before the part may be escaped.
    const behind = restOf(word, from);
    if (!behind) return [];
    const end = word.source === word.text ? behind.start + secret.length : behind.end;
    return [
      {
        start: behind.start,
        end,
        text: word.source === word.text ? secret : behind.text,
        class: secretClass,
      },
    ];
  });
}

/** `user:password`. */
export const ofUser = (...names: string[]): SecretOption => ({
  names,
  class: 'password',
  part: /^[^:]*:(.+)$/g,
});

export const OPENSSL: SecretOption = {
  names: ['-passin', '-passout', '-pass'],
  class: 'password',
  part: /^pass:(.+)$/g,
};
