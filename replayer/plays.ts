import type { Placed } from './line-up.ts';

/** How often recordings were played. */
export class Plays {
  #counts = new Map<number, number>();

  /** Recordings that were played at all. */
  get size(): number {
    return this.#counts.size;
  }

  of(number: number): number {
    return this.#counts.get(number) ?? 0;
  }

  add(number: number): void {
    this.#counts.set(number, this.of(number) + 1);
  }

  takeBack(number: number): void {
    const count = this.of(number) - 1;
    if (count > 0) this.#counts.set(number, count);
    else this.#counts.delete(number);
  }

  /** How many recordings of a cassette were played. */
  among({ file, base }: Placed): number {
    let played = 0;
    for (let number = base; number < base + file.count; number++) played += Number(this.#counts.has(number));
    return played;
  }

  forget({ file, base }: Placed): void {
    for (let number = base; number < base + file.count; number++) this.#counts.delete(number);
  }
}
