/**
 * Which value of today stands for which recorded one, a normaliser at a time: one to one, for one origin. An id that is
 * new everywhere is paired once and then holds; a value that would break a pair is a difference.
 */
export class Pairs {
  #byNormaliser = new Map<string, Sides>();

  /** Pairs the two, or says that one of them is paired otherwise. */
  pair(normaliser: string, recorded: string, current: string): boolean {
    if (!this.fits(normaliser, recorded, current)) return false;
    const sides = this.#sides(normaliser);
    sides.ofRecorded.set(recorded, current);
    sides.ofCurrent.set(current, recorded);
    return true;
  }

  /** Whether {@link pair} would. */
  fits(normaliser: string, recorded: string, current: string): boolean {
    const { ofRecorded, ofCurrent } = this.#sides(normaliser);
    const [there, back] = [ofRecorded.get(recorded), ofCurrent.get(current)];
    return there === undefined ? back === undefined : there === current && back === recorded;
  }

  #sides(normaliser: string): Sides {
    let sides = this.#byNormaliser.get(normaliser);
    if (!sides) this.#byNormaliser.set(normaliser, (sides = { ofRecorded: new Map(), ofCurrent: new Map() }));
    return sides;
  }
}

interface Sides {
  ofRecorded: Map<string, string>;
  ofCurrent: Map<string, string>;
}
