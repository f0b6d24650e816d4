import type { Answer, AnswerPair } from '../../src/compare/answer.ts';
import { compare } from '../../src/compare/compare.ts';
import type { Compared } from '../../src/compare/compared.ts';
import { Pairs } from '../../src/compare/pairs.ts';
import { chosenNormalisers, type NormaliserChoice } from '../../src/normalise/choose.ts';
import { normalisingFor } from '../../src/normalise/normalising-for.ts';

/**
 * Compares two answers, knowing which ids were paired before in the same origin. `again` gives what is recorded once
 * more, later, as none of it is held.
 */
export type Compare = (pair: AnswerPair, again: () => Answer) => Compared;

/**
 * How answers are compared, anew for each origin of a cassette.
 *
 * @throws TapeheadError USAGE for a switch of a normaliser that there is not, BAD_PATTERN
 */
export function comparing(choice: NormaliserChoice): () => Compare {
  const normalisingOf = normalisingFor(chosenNormalisers(choice));
  return () => {
    const pairs = new Pairs();
    return (pair, again) => compare(pair, normalisingOf(pair.asked), pairs, again);
  };
}
