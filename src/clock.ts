import { setTimeout as sleep } from 'node:timers/promises';

/** The only clock of the program, so that tests can bring their own. */
export interface Clock {
  /** Monotonic, in µs; a clock set back while taping does not show in it. */
  now(): number;
  /** Wall time, in ms since the epoch. */
  wall(): number;
  /** Resolves after `ms`, or at once when the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Number(process.hrtime.bigint() / 1000n),
  wall: () => Date.now(),
  async wait(ms, signal) {
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};
