import type { Clock } from '../../src/clock.ts';

/** A clock that goes on when it is turned, and lets those who have waited long enough go on. */
export class TurnedClock implements Clock {
  #now = 0;
  #waiting = new Set<{ until: number; resolve: () => void }>();
  #watchers = new Set<() => void>();

  now(): number {
    return this.#now;
  }

  wall(): number {
    return Date.UTC(2026, 0, 31) + this.#now / 1000;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const one = { until: this.#now + ms * 1000, resolve };
      this.#waiting.add(one);
      signal.addEventListener('abort', () => {
        this.#waiting.delete(one);
        resolve();
      });
      for (const tell of this.#watchers) tell();
    });
  }

  /** Resolves when somebody waits for so many ms. */
  async waitedFor(ms: number): Promise<void> {
    for (;;) {
      if ([...this.#waiting].some(({ until }) => until === this.#now + ms * 1000)) return;
      await new Promise<void>((resolve) => {
        const tell = (): void => {
          this.#watchers.delete(tell);
          resolve();
        };
        this.#watchers.add(tell);
      });
    }
  }

  turn(ms: number): void {
    this.#now += ms * 1000;
    for (const one of this.#waiting) {
      if (one.until > this.#now) continue;
      this.#waiting.delete(one);
      one.resolve();
    }
  }
}
