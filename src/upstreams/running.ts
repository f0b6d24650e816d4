import type { Outcome } from '../outcome.ts';
import { refused } from '../outcome.ts';
import type { Stdio } from '../stdio.ts';
import type { Executed } from './upstream.ts';

/** The executions of one upstream that are under way, each with a signal that says: stop. */
export class Running {
  readonly #all = new Map<Promise<Executed>, AbortController>();
  #stopped = false;

  /** `stop` is aborted when the client is gone, and when the upstream is closed. */
  run(stdio: Stdio, execute: (stop: AbortSignal) => Promise<Executed>): Promise<Executed> {
    const stop = new AbortController();
    const onGone = (): void => stop.abort();
    if (stdio.gone.aborted || this.#stopped) stop.abort();
    stdio.gone.addEventListener('abort', onGone);
    const running = execute(stop.signal).finally(() => {
      stdio.gone.removeEventListener('abort', onGone);
      this.#all.delete(running);
    });
    this.#all.set(running, stop);
    return running;
  }

  /** Stops all of them, and those to come; resolves when they are over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const stop of this.#all.values()) stop.abort();
    await Promise.allSettled(this.#all.keys());
  }
}

/** What never started, as {@link Executed} and as the one event it has. */
export async function refuse(stdio: Stdio, reason: string): Promise<Executed> {
  const outcome: Outcome = refused(reason);
  await stdio.send({ type: 'outcome', outcome });
  return { outcome, notes: [] };
}

/** The reason of what was cancelled in time. */
export const CANCELLED = 'cancelled before it started';
