import type { Answer, AnswerPair } from '../../src/compare/answer.ts';
import { compare } from '../../src/compare/compare.ts';
import type { Compared } from '../../src/compare/compared.ts';
import type { Pairs } from '../../src/compare/pairs.ts';
import { hostName, type KnownHosts } from '../../src/normalise/built-in/hosts.ts';
import { chosenNormalisers, type NormaliserChoice } from '../../src/normalise/choose.ts';
import { normalisingFor } from '../../src/normalise/normalising-for.ts';

/**
 * Compares two answers, knowing which ids were paired before in the same origin. `again` gives what is recorded once
 * more, later, as none of it is held.
 */
export type Compare = (pair: AnswerPair, again: () => Answer) => Compared;

/** How answers are compared. */
export interface Comparing {
  /** Whether a normaliser looks for names of the host, which are to be found out then. */
  looksForNames: boolean;
  /** Anew for each origin of a cassette. */
  of(pairs: Pairs, known?: KnownHosts): Compare;
}

/** @throws TapeheadError USAGE for a switch of a normaliser that there is not, BAD_PATTERN */
export function comparing(choice: NormaliserChoice): Comparing {
  const normalisers = chosenNormalisers(choice);
  const knowingNone = normalisingFor(normalisers);
  return {
    looksForNames: normalisers.some(({ name }) => name === hostName.name),
    of(pairs, known) {
      const normalisingOf = known ? normalisingFor(chosenNormalisers({ ...choice, known })) : knowingNone;
      return (pair, again) => compare(pair, normalisingOf(pair.asked), pairs, again);
    },
  };
}
