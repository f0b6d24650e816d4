import type { KeyWords } from '../src/key.ts';
import type { NormaliserSpec } from '../src/manifest/spec.ts';
import { type Pattern, pattern } from '../src/pattern.ts';

/** What counts as equal in what is asked and what is taped, whatever it is. */
export interface VolatilePart extends Pattern {
  /** The normaliser that says so; undefined for what is simply volatile. */
  readonly normaliser?: string;
  /** The one command that it is for; undefined: all. */
  readonly command?: string;
}

export const volatilePart = ({ name, pattern: source, command }: NormaliserSpec): VolatilePart => ({
  ...pattern(source),
  normaliser: name,
  ...(command !== undefined && { command }),
});

/** Those that are for a command. The very same list where they all are for any. */
export function partsFor(parts: readonly VolatilePart[], words: () => KeyWords): readonly VolatilePart[] {
  if (parts.every(({ command }) => command === undefined)) return parts;
  const name = commandOf(words());
  return parts.filter(({ command }) => command === undefined || command === name);
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

const commandOf = ({ kind, words: [first] }: KeyWords): string | undefined =>
  kind === 'argv' && first ? Buffer.from(first).toString() : undefined;
