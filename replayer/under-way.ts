/** Counts what is under way, so that what has begun can be waited for, whatever begins meanwhile. */
export class UnderWay {
  #current = new Shift();
  #before: Promise<unknown> = Promise.resolve();

  /** Whoever begins ends it with what it gets. */
  begin(): Shift {
    this.#current.begin();
    return this.#current;
  }

  /** Resolves when all that has begun so far is over. */
  overSoFar(): Promise<unknown> {
    const shift = this.#current;
    this.#current = new Shift();
    return (this.#before = Promise.all([this.#before, shift.over()]));
  }
}

/** What began between two that waited. */
export class Shift {
  #count = 0;
  #onOver: (() => void) | undefined;

  begin(): void {
    this.#count++;
  }

  end(): void {
    if (--this.#count === 0) this.#onOver?.();
  }

  /** Nothing begins in it any more. */
  over(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#count === 0) resolve();
      else this.#onOver = resolve;
    });
  }
}
