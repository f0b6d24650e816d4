import type { CallFeed, Calls } from '../control/call-feed.ts';
import type { Secrets } from '../redact/secrets.ts';
import type { KeptCall } from './kept-call.ts';
import type { KeptCalls } from './kept-calls.ts';

/** The answered calls of a deck, by the place of their answers: what the control API lists and follows. */
export function feedOf(kept: KeptCalls, secrets: Secrets): CallFeed {
  const placed = (calls: readonly KeptCall[], lost: number): Calls => ({
    calls: calls.map((call) => ({ place: call.place, call: call.showAnswered(secrets) })),
    lost,
  });
  return {
    get count() {
      return kept.count;
    },
    get last() {
      return kept.last;
    },
    after(place, most) {
      const all = kept.answered(place);
      const calls = all.slice(0, most);
      const upTo = calls.length < all.length ? (calls.at(-1)?.place ?? place) : kept.last;
      return placed(calls, Math.max(0, upTo - place) - calls.length);
    },
    take() {
      const calls = kept.answered().filter(({ taken }) => !taken);
      for (const call of calls) call.taken = true;
      const { lost } = kept;
      kept.lost = 0;
      return placed(calls, lost);
    },
    async next(place, signal) {
      if (kept.last > place || signal.aborted) return;
      await new Promise<void>((resolve) => {
        const over = (): void => {
          release();
          signal.removeEventListener('abort', over);
          resolve();
        };
        const release = kept.watch(over);
        signal.addEventListener('abort', over);
      });
    },
  };
}
