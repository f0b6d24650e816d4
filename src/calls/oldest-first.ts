/**
 * Things in the order they came. To take away the oldest costs nothing, however many there are: a Set would walk past
 * all that it had before.
 */
export class OldestFirst<T> implements Iterable<T> {
  #items: (T | undefined)[] = [];
  #first = 0;

  get size(): number {
    return this.#items.length - this.#first;
  }

  get oldest(): T | undefined {
    return this.#items[this.#first];
  }

  add(item: T): void {
    this.#items.push(item);
  }

  /** Whether it was there. */
  remove(item: T): boolean {
    if (this.size > 0 && this.oldest === item) this.#removeOldest();
    else {
      const at = this.#items.indexOf(item, this.#first);
      if (at === -1) return false;
      this.#items.splice(at, 1);
    }
    return true;
  }

  /** The items behind those that are `before`, which all stand in front. */
  behind(before: (item: T) => boolean): T[] {
    let [from, to] = [this.#first, this.#items.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (before(this.#items[middle] as T)) from = middle + 1;
      else to = middle;
    }
    return this.#items.slice(from) as T[];
  }

  *[Symbol.iterator](): Generator<T> {
    for (let at = this.#first; at < this.#items.length; at++) yield this.#items[at] as T;
  }

  #removeOldest(): void {
    this.#items[this.#first++] = undefined;
    if (this.#first < this.size) return;
    this.#items = this.#items.slice(this.#first);
    this.#first = 0;
  }
}
