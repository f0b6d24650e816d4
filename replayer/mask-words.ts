import type { KeyWords } from '../src/key.ts';
import { maskVolatile } from '../src/mask.ts';
import type { Pattern } from '../src/pattern.ts';

/** The very same object comes back where nothing is volatile. */
export function maskWords(words: KeyWords, volatile: readonly Pattern[]): KeyWords {
  if (volatile.length === 0) return words;
  const masked = words.words.map((word) => maskVolatile(word, volatile));
  return masked.every((word, i) => word === words.words[i]) ? words : { kind: words.kind, words: masked };
}
