/**
 * Runs a change of plain data; where it throws, all that it did is undone. Costs what the change touches, not what the
 * data is in size. The change is given a view of the data, whose objects are not to be kept.
 */
export function undoing<T extends object, R>(data: T, change: (draft: T) => R): R {
  const journal = new Journal();
  try {
    return change(journal.view(data));
  } catch (error) {
    journal.undo();
    throw error;
  }
}

class Journal {
  readonly #views = new WeakMap<object, object>();
  readonly #originals = new WeakMap<object, object>();
  readonly #done: (() => void)[] = [];

  undo(): void {
    for (const undo of this.#done.reverse()) undo();
  }

  view<T extends object>(data: T): T {
    const known = this.#views.get(data);
    if (known) return known as T;
    const view = new Proxy(data, {
      get: (target, key, receiver) => {
        const value: unknown = Reflect.get(target, key, receiver);
        return isData(value) ? this.view(value) : value;
      },
      set: (target, key, value: unknown) => {
        if (Array.isArray(target) && key === 'length') this.#rememberFrom(target, Number(value));
        this.#remember(target, key);
        return Reflect.set(target, key, this.#original(value));
      },
      defineProperty: (target, key, descriptor) => {
        this.#remember(target, key);
        const value: unknown = descriptor.value;
        return Reflect.defineProperty(target, key, { ...descriptor, value: this.#original(value) });
      },
      deleteProperty: (target, key) => {
        this.#remember(target, key);
        return Reflect.deleteProperty(target, key);
      },
    });
    this.#views.set(data, view);
    this.#originals.set(view, data);
    return view;
  }

  /** An array that gets shorter deletes what was behind. */
  #rememberFrom(target: readonly unknown[], length: number): void {
    for (let i = target.length - 1; i >= length; i--) this.#remember(target, String(i));
  }

  /** Of an array the length too: an element behind its end makes it longer. */
  #remember(target: object, key: PropertyKey): void {
    const before = Reflect.getOwnPropertyDescriptor(target, key);
    const length = Array.isArray(target) ? target.length : undefined;
    this.#done.push(() => {
      if (before) Reflect.defineProperty(target, key, before);
      else Reflect.deleteProperty(target, key);
      if (length !== undefined) (target as unknown[]).length = length;
    });
  }

  /** Views never get into the data, not within what is put there either. */
  #original(value: unknown): unknown {
    if (!isData(value)) return value;
    const original = this.#originals.get(value);
    if (original) return original;
    for (const key of Reflect.ownKeys(value)) {
      const within: unknown = Reflect.get(value, key);
      if (isData(within)) Reflect.set(value, key, this.#original(within));
    }
    return value;
  }
}

/** Functions are those of arrays, and have the view as their `this`. */
const isData = (value: unknown): value is object => typeof value === 'object' && value !== null;
