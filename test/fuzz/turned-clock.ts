import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src/clock.ts';

/** A clock whose time passes when it is told to. */
export class TurnedClock implements Clock {
  readonly #waiting = new Set<() => void>();

  now(): number {
    return 0;
  }

  wall(): number {
    return 0;
  }

  wait(_: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waiting.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      if (signal.aborted) return resolve();
      this.#waiting.add(end);
      signal.addEventListener('abort', end);
    });
  }

  /** Whatever waits has waited long enough. */
  elapse(): void {
    for (const end of this.#waiting) end();
  }
}

/** Until nothing is left to be done but waiting. */
export const settled = (): Promise<void> => turn();
