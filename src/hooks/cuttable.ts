import type { ControlEvent, StdinEvent } from '../event.ts';
import type { Stdio } from '../stdio.ts';
import { PassedOn } from '../passed-on.ts';

/** A client who can be made to look gone to whoever answers, whether or not it is. */
export class Cuttable extends PassedOn {
  readonly #gone = new AbortController();

  constructor(client: Stdio) {
    super(client);
    this.cutWith(client.gone);
  }

  override get gone(): AbortSignal {
    return this.#gone.signal;
  }

  override get isGone(): boolean {
    return this.#gone.signal.aborted;
  }

  override get stdin(): AsyncIterable<StdinEvent> {
    return until(this.gone, this.client.stdin);
  }

  override get controls(): AsyncIterable<ControlEvent> {
    return until(this.gone, this.client.controls);
  }

  /** From here on it is gone, and whoever answers is cancelled. */
  protected cut(reason?: unknown): void {
    this.#gone.abort(reason);
  }

  protected cutWith(signal: AbortSignal): void {
    if (signal.aborted) this.cut(signal.reason);
    else signal.addEventListener('abort', () => this.cut(signal.reason), { once: true });
  }
}

/** What comes until the signal is aborted, and then no more. */
export function until<T>(signal: AbortSignal, source: AsyncIterable<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      return {
        next: () => nextUntil(signal, iterator),
        return: async () => {
          await iterator.return?.();
          return OVER;
        },
      };
    },
  };
}

/** No `Promise.race`, in which the signal would hold on to every event that came. */
function nextUntil<T>(signal: AbortSignal, iterator: AsyncIterator<T>): Promise<IteratorResult<T>> {
  if (signal.aborted) return Promise.resolve(OVER);
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(OVER);
    signal.addEventListener('abort', stop, { once: true });
    const came = (result: IteratorResult<T>): void => {
      signal.removeEventListener('abort', stop);
      resolve(result);
    };
    iterator.next().then(came, reject);
  });
}

const OVER = { done: true, value: undefined } as const;
