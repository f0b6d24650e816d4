/**
 * Which value of today stands for which recorded one, a normaliser at a time: one to one, for one origin. An id that is
 * new everywhere is paired once and then holds; a value that would break a pair is a difference.
 */
export class Pairs {
  #byNormaliser = new Map<string, Sides>();
  #news: Pair[] | undefined;
  /** Values that are paired with another. */
  #moved = new Set<string>();
  #later: (() => void)[] = [];

  /** @param isNoted Keeps what is paired for {@link takeNew}. */
  constructor(isNoted = false) {
    if (isNoted) this.#news = [];
  }

  /** What was paired since this was asked last, values that stay included. */
  takeNew(): readonly Pair[] {
    this.#catchUp();
    return this.#news?.splice(0) ?? [];
  }

  /** Pairs what an earlier run has paired, which is not new. */
  restore(pairs: readonly Pair[]): void {
    const news = this.#news;
    this.#news = undefined;
    for (const pair of pairs) this.pair(...pair);
    this.#news = news;
  }

  /** Pairs the two, or says that one of them is paired otherwise. */
  pair(normaliser: string, recorded: string, current: string): boolean {
    if (!this.fits(normaliser, recorded, current)) return false;
    const sides = this.#sides(normaliser);
    if (recorded !== current) this.#moved.add(recorded).add(current);
    if (this.#news && !sides.ofRecorded.has(recorded)) this.#news.push([normaliser, recorded, current]);
    sides.ofRecorded.set(recorded, current);
    sides.ofCurrent.set(current, recorded);
    return true;
  }

  /** Whether {@link pair} would. */
  fits(normaliser: string, recorded: string, current: string): boolean {
    if (recorded !== current) this.#catchUp();
    const { ofRecorded, ofCurrent } = this.#sides(normaliser);
    const [there, back] = [ofRecorded.get(recorded), ofCurrent.get(current)];
    return there === undefined ? back === undefined : there === current && back === recorded;
  }

  /** What a value stands for, and what stands for it, where that is not itself. */
  partnersOf(normaliser: string, value: string): { recorded?: string; current?: string } {
    const { ofRecorded, ofCurrent } = this.#sides(normaliser);
    const [current, recorded] = [ofRecorded.get(value), ofCurrent.get(value)];
    return {
      ...(recorded !== undefined && recorded !== value && { recorded }),
      ...(current !== undefined && current !== value && { current }),
    };
  }

  /** Whether a value may stand in that text which is paired with another. */
  mayBeMoved(text: () => string): boolean {
    if (this.#moved.size === 0) return false;
    if (this.#moved.size > MOST_SOUGHT) return true;
    const all = text();
    for (const value of this.#moved) if (all.includes(value)) return true;
    return false;
  }

  /**
   * Has values paired with themselves: before two that differ are, and not at all where none ever are. Finding ids in
   * outputs that did not change would take longer than all else that is done with them.
   */
  later(pairs: () => void): void {
    this.#later.push(pairs);
  }

  #catchUp(): void {
    if (this.#later.length === 0) return;
    const later = this.#later;
    this.#later = [];
    for (const pairs of later) pairs();
  }

  #sides(normaliser: string): Sides {
    let sides = this.#byNormaliser.get(normaliser);
    if (!sides) this.#byNormaliser.set(normaliser, (sides = { ofRecorded: new Map(), ofCurrent: new Map() }));
    return sides;
  }
}

/** Of a normaliser: the recorded value, and that of today. */
export type Pair = readonly [normaliser: string, recorded: string, current: string];

/** Of more values it is not asked whether one of them occurs: looking for ids at once is faster. */
const MOST_SOUGHT = 32;

interface Sides {
  ofRecorded: Map<string, string>;
  ofCurrent: Map<string, string>;
}
