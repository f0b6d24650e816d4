import type { StdinEvent } from '../../event.ts';
import { PassedOn } from '../passed-on.ts';

/** A client whose stdin is never read, whoever wants to. */
export class Unread extends PassedOn {
  override get stdin(): AsyncIterable<StdinEvent> {
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          this.started(); // as drawing says it
          return aborted(this.gone);
        },
        return: () => Promise.resolve(OVER),
      }),
    };
  }
}

const OVER = { done: true, value: undefined } as const;

function aborted(signal: AbortSignal): Promise<typeof OVER> {
  if (signal.aborted) return Promise.resolve(OVER);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(OVER), { once: true }));
}
