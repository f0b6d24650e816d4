import type { Note } from '../cassette/recording.ts';
import type { OutputEvent } from '../event.ts';
import type { Stdio } from '../stdio.ts';

/** Hands events to the client one after the other, in the order they were put in. */
export class Outbox {
  readonly #stdio: Stdio;
  readonly #carried = new Set<OutputEvent['type']>();
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #bytes = 0;

  constructor(stdio: Stdio) {
    this.#stdio = stdio;
  }

  /** Resolves when the client has taken it; `bytes` must stay as they are until then. */
  put(event: OutputEvent): Promise<void> {
    this.#carried.add(event.type);
    this.#waiting++;
    if ('bytes' in event) this.#bytes += event.bytes.length;
    return (this.#last = this.#handOver(event, this.#last));
  }

  async #handOver(event: OutputEvent, before: Promise<void>): Promise<void> {
    await before;
    await this.#stdio.send(event);
    this.#waiting--;
  }

  /** How much output was put in so far, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many events the client has not taken yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves when the client has taken all that was put in so far. */
  drained(): Promise<void> {
    return this.#last;
  }

  /** Two pipes, or two kinds of SSH packets, say nothing of which of two writes was the first. */
  notes(): Note[] {
    return this.#carried.has('stdout') && this.#carried.has('stderr') ? ['stream-order-unknown'] : [];
  }
}
