/** A queue with one reader: what is pushed waits until it is drawn. */
export class Inbox<T> implements AsyncIterable<T> {
  readonly #merge: (last: T, next: T) => T | undefined;
  #items: T[] = [];
  #waiting: ((result: IteratorResult<T, undefined>) => void) | undefined;
  #ended = false;

  /** `merge` makes one of two neighbours that both wait, or says that they stay apart. */
  constructor(merge: (last: T, next: T) => T | undefined) {
    this.#merge = merge;
  }

  push(item: T): void {
    if (this.#ended) return;
    if (this.#waiting !== undefined) return this.#settle({ done: false, value: item });
    const last = this.#items.at(-1);
    const merged = last === undefined ? undefined : this.#merge(last, item);
    if (merged === undefined) this.#items.push(item);
    else this.#items[this.#items.length - 1] = merged;
  }

  /** Nothing more comes; what waits can still be drawn. */
  end(): void {
    this.#ended = true;
    this.#settle({ done: true, value: undefined });
  }

  /** Nothing more comes, and what waits is dropped. */
  cut(): void {
    this.#items = [];
    this.end();
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const item = this.#items.shift();
    if (item !== undefined) return Promise.resolve({ done: false, value: item });
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => (this.#waiting = resolve));
  }

  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    return {
      next: () => this.next(),
      return: () => {
        this.cut();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  #settle(result: IteratorResult<T, undefined>): void {
    this.#waiting?.(result);
    this.#waiting = undefined;
  }
}
