import type { Normalising, Place } from '../normalise/normalising.ts';
import type { Occurring } from './judge.ts';

/** Texts of an output, each with where it stands. */
export type PlacedTexts = Iterable<readonly [text: string, place: Place]>;

/** Reads an output through, once, when it is first asked whether a value occurs in it. */
export function occurringIn(
  normalising: Normalising,
  recorded: () => PlacedTexts,
  current: () => PlacedTexts,
): Occurring {
  let wasThere: Set<string> | undefined;
  let isThere: Set<string> | undefined;
  return {
    inRecorded(normaliser, value) {
      wasThere ??= identities(normalising, recorded());
      return wasThere.has(`${normaliser}\0${value}`);
    },
    inCurrent(normaliser, value) {
      isThere ??= identities(normalising, current());
      return isThere.has(`${normaliser}\0${value}`);
    },
  };
}

function identities(normalising: Normalising, texts: PlacedTexts): Set<string> {
  const found = new Set<string>();
  for (const [text, place] of texts)
    for (const { start, end, normaliser, identity } of normalising.parts(text, place))
      if (identity) found.add(`${normaliser}\0${text.slice(start, end)}`);
  return found;
}
