import { type Clock, systemClock } from '../../../src/clock.ts';

/** On which no time passes but what is waited for, and that, where it is told so, takes none of ours. */
export class SkippingClock implements Clock {
  #now = 0;
  #isSkipping = false;
  #skipped = 0;
  readonly wall = (): number => systemClock.wall();

  now(): number {
    return this.#now;
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isSkipping || ms > LONGEST_OF_A_FAULT) return systemClock.wait(ms, signal);
    this.#now += ms * 1000;
    this.#skipped += ms;
  }

  /** Waits are skipped until it is done. */
  async skipping<T>(isSkipping: boolean, run: () => Promise<T>): Promise<T> {
    this.#skipped = 0;
    this.#isSkipping = isSkipping;
    return run();
  }

  /** How long that was, in ms, to the hundredth. */
  skipped(): number {
    return Math.round(this.#skipped * 100) / 100;
  }
}

/** Limits of time are longer, ms. */
const LONGEST_OF_A_FAULT = 1000;
