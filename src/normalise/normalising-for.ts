import type { Asked } from '../invocation.ts';
import { commandFits, commandWords } from './command-words.ts';
import type { Normaliser } from './normaliser.ts';
import { AS_IT_IS, type Normalising, type Place, type VolatilePart } from './normalising.ts';
import { placeFits } from './place.ts';
import { searchFor, type Search } from './search.ts';
import { type Looking, Sieve } from './sieve.ts';

/**
 * What normalisers hide of the answers to one command: for any command, from normalisers that are switched already, the
 * earlier first. Rules are made ready once.
 *
 * @throws TapeheadError BAD_PATTERN
 */
export function normalisingFor(normalisers: readonly Normaliser[]): (asked: Asked) => Normalising {
  const all = normalisers.map((normaliser) => ({ normaliser, searches: normaliser.rules.map(searchFor) }));
  const commands = [
    ...new Set(normalisers.flatMap(({ rules }) => rules.flatMap((rule) => rule.commands ?? []))),
  ];
  const restrictions = commands.map((text) => ({ text, fits: commandFits(text) }));
  // Many commands, and few sets of rules that one of them may have.
  const made = new Map<string, Normalising>();
  return (asked) => {
    const words = commandWords(asked);
    const fitting = restrictions.filter(({ fits }) => fits(words)).map(({ text }) => text);
    const key = fitting.join('\0');
    let normalising = made.get(key);
    if (!normalising) {
      const looking = restricted(
        all,
        ({ rule }) => !rule.commands || rule.commands.some((one) => fitting.includes(one)),
      );
      normalising = looking.length > 0 ? new SomeNormalising(looking) : AS_IT_IS;
      made.set(key, normalising);
    }
    return normalising;
  };
}

const restricted = (all: readonly Looking[], fits: (search: Search) => boolean): Looking[] =>
  all.flatMap(({ normaliser, searches }) => {
    const left = searches.filter(fits);
    return left.length > 0 ? [{ normaliser, searches: left }] : [];
  });

/** Places beyond which those that came are forgotten: JSON may have as many as it likes. */
const MOST_PLACES = 1_000;

class SomeNormalising implements Normalising {
  readonly #looking: readonly Looking[];
  readonly #places = new Map<string, Sieve>();

  constructor(looking: readonly Looking[]) {
    this.#looking = looking;
  }

  parts(text: string, place: Place): readonly VolatilePart[] {
    return this.#sieve(place).parts(text);
  }

  #sieve(place: Place): Sieve {
    const { stream, column, path } = place;
    const key = `${stream}\0${column ?? '\0'}\0${path ?? '\0'}`;
    const known = this.#places.get(key);
    if (known) return known;
    const isValue = column !== undefined || path !== undefined;
    const sieve = new Sieve(
      restricted(this.#looking, ({ rule }) => {
        if (rule.stream !== undefined && rule.stream !== stream) return false;
        return isValue ? placeFits(rule, place) : !rule.paths;
      }),
      isValue,
    );
    if (this.#places.size >= MOST_PLACES) this.#places.clear();
    this.#places.set(key, sieve);
    return sieve;
  }
}
