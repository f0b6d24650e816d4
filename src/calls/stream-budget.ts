import { OldestFirst } from './oldest-first.ts';
import type { StreamTape } from './stream-tape.ts';

/** How many bytes the streams of all calls may take together: where they are more, the oldest lose theirs. */
export class StreamBudget {
  readonly #most: number;
  readonly #tapes = new OldestFirst<StreamTape>();
  #cost = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Of a tape, in bytes; once it has grown the first time it counts. */
  grown(tape: StreamTape, by: number): void {
    if (tape.cost === by) this.#tapes.add(tape);
    this.#cost += by;
    while (this.#cost > this.#most && this.#tapes.oldest) this.forget(this.#tapes.oldest);
  }

  /** Its bytes are kept no more. */
  forget(tape: StreamTape): void {
    if (tape.cost === 0 || !this.#tapes.remove(tape)) return;
    this.#cost -= tape.cost;
    tape.drop();
  }
}
