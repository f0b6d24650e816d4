import type { Clock } from '../clock.ts';

/** Made once: the reason of an abort costs more than the abort. */
const STOPPED = new Error('the call is over');

/** Sees to it that a handler does not keep everybody waiting: time runs while nothing of it is under way. */
export class Watch implements Disposable {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #stopped = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #idleSince: number;
  /** Resolves when its time is over; never where it is stopped before. */
  readonly expired: Promise<void>;

  /** `limit` in ms. */
  constructor(clock: Clock, limit: number) {
    this.#clock = clock;
    this.#limit = limit;
    this.#idleSince = clock.now();
    this.expired = new Promise((resolve) => void this.#wait(resolve));
  }

  /** Whoever waits for this does not dawdle. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
      this.#idleSince = this.#clock.now();
    }
  }

  /** Resolves when all that is under way by now is over. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  [Symbol.dispose](): void {
    this.#stopped.abort(STOPPED);
  }

  async #wait(expire: () => void): Promise<void> {
    const { signal } = this.#stopped;
    for (let left = this.#limit; left > 0; left = this.#left()) {
      await this.#clock.wait(left, signal);
      if (signal.aborted) return;
    }
    expire();
  }

  /** ms */
  #left(): number {
    if (this.#underWay.size > 0) return this.#limit;
    return this.#limit - (this.#clock.now() - this.#idleSince) / 1000;
  }
}
