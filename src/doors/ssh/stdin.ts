import type { StdinEvent } from '../../event.ts';
import { Inbox } from '../inbox.ts';

/**
 * What a client types. It waits here, at most a channel window of it, until the reader draws it; only then
 * may the client send more.
 */
export class Stdin implements AsyncIterable<StdinEvent> {
  readonly #inbox = new Inbox<Waiting>(joinSmall);
  readonly #onDraw: () => void;
  readonly #onConsumed: (bytes: number) => void;

  /** `onDraw` is called whenever the reader asks for more, `onConsumed` when it has taken bytes. */
  constructor(onDraw: () => void, onConsumed: (bytes: number) => void) {
    this.#onDraw = onDraw;
    this.#onConsumed = onConsumed;
  }

  push(bytes: Uint8Array): void {
    this.#inbox.push({ bytes, store: undefined });
  }

  eof(): void {
    this.#inbox.push('eof');
    this.#inbox.end();
  }

  cut(): void {
    this.#inbox.cut();
  }

  [Symbol.asyncIterator](): AsyncIterator<StdinEvent, undefined> {
    return {
      next: async () => {
        this.#onDraw();
        const drawn = await this.#inbox.next();
        if (drawn.done) return drawn;
        if (drawn.value === 'eof') return { done: false, value: { type: 'eof', stream: 'stdin' } };
        this.#onConsumed(drawn.value.bytes.length);
        return { done: false, value: { type: 'stdin', bytes: drawn.value.bytes } };
      },
      return: () => {
        this.cut();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }
}

/** `store`: the room that the bytes are at the start of, where small chunks were joined. */
type Waiting = { bytes: Uint8Array; store: Uint8Array | undefined } | 'eof';

const STORE = 16 * 1024;

/** Without this a window full of single bytes would take a hundred times its size. */
function joinSmall(last: Waiting, next: Waiting): Waiting | undefined {
  if (last === 'eof' || next === 'eof') return undefined;
  const length = last.bytes.length + next.bytes.length;
  if (length > STORE) return undefined;
  const store = last.store ?? new Uint8Array(STORE);
  if (last.store === undefined) store.set(last.bytes);
  store.set(next.bytes, last.bytes.length);
  return { bytes: store.subarray(0, length), store };
}
