import type { Clock } from '../../src/clock.ts';

/** Something that must not take longer than a limit. */
export interface Watched {
  /** µs by the clock: when it was begun, or rather when the host took it, once it has. */
  readonly since: number;
  /** ms */
  readonly limit: number;
  /** It has. */
  expire(): void;
}

/**
 * Looks after the time of all that runs with one timer: a timer each, with a signal to end it, takes as long as a
 * whole small execution. Disposal: nobody is looked after any more.
 */
export class Deadlines implements Disposable {
  readonly #clock: Clock;
  readonly #watched = new Set<Watched>();
  #wait: { until: number; over: AbortController } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(one: Watched): void {
    this.#watched.add(one);
    const until = deadlineOf(one);
    if (this.#wait && this.#wait.until <= until) return;
    this.#wait?.over.abort();
    void this.#waitUntil(until);
  }

  delete(one: Watched): void {
    this.#watched.delete(one);
  }

  [Symbol.dispose](): void {
    this.#watched.clear();
    this.#wait?.over.abort();
  }

  async #waitUntil(until: number): Promise<void> {
    const over = new AbortController();
    this.#wait = { until, over };
    await this.#clock.wait(Math.max(0, (until - this.#clock.now()) / 1000), over.signal);
    if (over.signal.aborted) return;
    this.#wait = undefined;
    const now = this.#clock.now();
    for (const one of this.#watched) {
      if (deadlineOf(one) > now) continue;
      this.#watched.delete(one);
      one.expire();
    }
    const next = Math.min(...Array.from(this.#watched, deadlineOf));
    if (next !== Infinity) void this.#waitUntil(next);
  }
}

const deadlineOf = ({ since, limit }: Watched): number => since + limit * 1000;
