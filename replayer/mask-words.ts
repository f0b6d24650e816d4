import type { KeyWords } from '../src/key.ts';
import { maskVolatile } from '../src/mask.ts';
import { partsFor, type VolatilePart } from './volatile.ts';

/** The very same object comes back where nothing is volatile. */
export function maskWords(words: KeyWords, volatile: readonly VolatilePart[]): KeyWords {
  if (volatile.length === 0) return words;
  const parts = partsFor(volatile, () => words);
  const masked = words.words.map((word) => maskVolatile(word, parts));
  return masked.every((word, i) => word === words.words[i]) ? words : { kind: words.kind, words: masked };
}
