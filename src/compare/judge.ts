import type { Normalising, Place, VolatilePart } from '../normalise/normalising.ts';
import type { Pairs } from './pairs.ts';

/** Finds out which identities occur in an output: those that are on both sides stay as they are. */
export interface Occurring {
  inRecorded(normaliser: string, value: string): boolean;
  inCurrent(normaliser: string, value: string): boolean;
}

/** Says whether two texts of one place are the same after normalising, and remembers which normalisers it took. */
export class Judge {
  readonly normalised = new Set<string>();
  readonly normalising: Normalising;
  #pairs: Pairs;

  constructor(normalising: Normalising, pairs: Pairs) {
    this.normalising = normalising;
    this.#pairs = pairs;
  }

  /** Of two texts that lie in the same place; binds what it pairs. */
  same(recorded: string, current: string, place: Place, occurring: Occurring): boolean {
    if (recorded === current) return true;
    const [was, is] = this.#partsOf(recorded, current, place);
    if (!was || !is) return false;
    for (const [i, part] of was.entries()) {
      const [old, now] = [cut(recorded, part), cut(current, is[i] ?? part)];
      if (part.identity && !this.#pair(part.normaliser, old, now, occurring)) return false;
      if (old !== now) this.normalised.add(part.normaliser);
    }
    return true;
  }

  /** The same question for what is only shown: binds nothing. */
  looksSame(recorded: string, current: string, place: Place): boolean {
    if (recorded === current) return true;
    const [was, is] = this.#partsOf(recorded, current, place);
    return (
      was?.every((part, i) => {
        const now = is?.[i] ?? part;
        return !part.identity || this.#pairs.fits(part.normaliser, cut(recorded, part), cut(current, now));
      }) ?? false
    );
  }

  /** With every volatile part replaced by its normaliser's name: what is to be aligned is aligned by this. */
  masked(text: string, place: Place): string {
    return maskedBy(text, this.normalising.parts(text, place), ({ normaliser }) => `\0${normaliser}\0`);
  }

  /** As a person is shown it. */
  labelled(text: string, place: Place): string {
    return maskedBy(text, this.normalising.parts(text, place), ({ label }) => label);
  }

  #pair(normaliser: string, recorded: string, current: string, occurring: Occurring): boolean {
    if (recorded !== current) {
      const stays = occurring.inCurrent(normaliser, recorded);
      if (stays) this.#pairs.pair(normaliser, recorded, recorded);
      const was = occurring.inRecorded(normaliser, current);
      if (was) this.#pairs.pair(normaliser, current, current);
      if (stays || was) return false;
    }
    return this.#pairs.pair(normaliser, recorded, current);
  }

  /** The volatile parts of both, where all that is not volatile is the same. */
  #partsOf(
    recorded: string,
    current: string,
    place: Place,
  ): readonly [was?: readonly VolatilePart[], is?: readonly VolatilePart[]] {
    const was = this.normalising.parts(recorded, place);
    if (was.length === 0) return [];
    const is = this.normalising.parts(current, place);
    const name = ({ normaliser }: VolatilePart): string => `\0${normaliser}\0`;
    return maskedBy(recorded, was, name) === maskedBy(current, is, name) ? [was, is] : [];
  }
}

const cut = (text: string, { start, end }: VolatilePart): string => text.slice(start, end);

function maskedBy(
  text: string,
  parts: readonly VolatilePart[],
  instead: (part: VolatilePart) => string,
): string {
  let masked = '';
  let done = 0;
  for (const part of parts) {
    masked += text.slice(done, part.start) + instead(part);
    done = part.end;
  }
  return done === 0 ? text : masked + text.slice(done);
}
