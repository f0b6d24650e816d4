import { nearestWord } from '../nearest-word.ts';
import { badHook } from './bad-hook.ts';

/** Every key of a type, and no other. */
export type KeysOf<T> = Readonly<Record<T extends unknown ? keyof T : never, true>>;

/**
 * Types keep nobody from writing another word, and a demand misspelt would be none, so that all matches.
 *
 * @param what the data is, for people: `match`
 * @throws TapeheadError BAD_HOOK for a key that is none of those known
 */
export function checkKeys(
  hook: string,
  what: string,
  data: object,
  known: Readonly<Record<string, true>>,
): void {
  for (const key of Object.keys(data)) {
    if (Object.hasOwn(known, key)) continue;
    const words = Object.keys(known);
    const near = nearestWord(key, words);
    const remedy = near === undefined ? `one of: ${words.join(', ')}` : `did you mean ${near}?`;
    throw badHook(hook, `has the unknown key ${JSON.stringify(key)} in its ${what}`, remedy);
  }
}
