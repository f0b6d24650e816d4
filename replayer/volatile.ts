import type { KeyWords } from '../src/key.ts';
import { commandFits, commandWords } from '../src/normalise/command-words.ts';
import type { MatchingRule } from '../src/normalise/in-matching.ts';
import { searchFor } from '../src/normalise/search.ts';
import type { Pattern } from '../src/pattern.ts';

/** What counts as equal in what is asked and what is taped, whatever it is. */
export interface VolatilePart extends Pick<Pattern, 'ranges'> {
  /** The normaliser that says so; undefined for what is simply volatile. */
  readonly normaliser?: string;
  /** Whether it is for a command, of which these are the words; undefined: it is for all. */
  readonly isFor?: (words: readonly string[]) => boolean;
}

export function volatilePart(rule: MatchingRule): VolatilePart {
  const { inText } = searchFor(rule);
  const fits = rule.commands?.map(commandFits);
  return {
    normaliser: rule.name,
    ranges: (bytes) => inText(Buffer.from(bytes).toString('latin1')).map(({ start, end }) => [start, end]),
    ...(fits && { isFor: (words) => fits.some((one) => one(words)) }),
  };
}

/** Those that are for a command. The very same list where they all are for any. */
export function partsFor(parts: readonly VolatilePart[], words: () => KeyWords): readonly VolatilePart[] {
  if (parts.every(({ isFor }) => !isFor)) return parts;
  const ofCommand = wordsOf(words());
  return parts.filter(({ isFor }) => !isFor || isFor(ofCommand));
}

/** Names of the normalisers that have something to hide in these bytes. */
export const normalisersIn = (bytes: Uint8Array, parts: readonly VolatilePart[]): string[] =>
  parts.flatMap((part) =>
    part.normaliser !== undefined && part.ranges(bytes).length > 0 ? [part.normaliser] : [],
  );

/** Those by which words counted as equal that were not; `parts`: those that are for their command. */
export function normalisersOf(asked: KeyWords, taped: KeyWords, parts: readonly VolatilePart[]): string[] {
  return asked.words.flatMap((word, i) => {
    const other = taped.words[i];
    return other && Buffer.compare(word, other) === 0 ? [] : normalisersIn(word, parts);
  });
}

function wordsOf({ kind, words }: KeyWords): readonly string[] {
  const [command] = words;
  if (kind === 'string' && command) return commandWords({ kind, command });
  return kind === 'argv' ? commandWords({ kind, argv: words }) : [];
}
