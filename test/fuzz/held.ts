import type { DeckProcess, DeckState } from './deck-process.ts';
import { Finding } from './fuzzer.ts';

/** Until so many executions the deck's code is compiled, its pools fill, and nothing is compared. */
const WARM = 2_000;

/**
 * What a deck may keep of an execution that is over, in bytes. One that records keeps what the cassette's
 * directory will say of each recording. Anything of the client's or the channel's is some KB.
 */
const KEPT = { replay: 60, record: 250 };

/** What comes and goes whatever is executed: compiled code, and what its finalisers have not yet let go of. */
const SLACK = 512 * 1024;

/** Whether what a deck holds after garbage collection stays the same however much it has done. */
export class Held {
  readonly #deck: DeckProcess;
  readonly #kept: number;
  #executions = 0;
  #warm: (DeckState & { executions: number }) | undefined;

  constructor(deck: DeckProcess, doing: keyof typeof KEPT) {
    this.#deck = deck;
    this.#kept = KEPT[doing];
  }

  /** To be called after each round, when its clients have left. @throws Finding */
  async expectFlat(executions: number): Promise<void> {
    this.#executions += executions;
    if (this.#executions < WARM) return;
    const now = await this.#deck.state();
    if (this.#warm === undefined) {
      this.#warm = { ...now, executions: this.#executions };
      return;
    }
    const since = this.#executions - this.#warm.executions;
    const grown = now.bytes - this.#warm.bytes;
    const figures = `after ${this.#warm.executions} executions ${told(this.#warm)}, ${since} later ${told(now)}`;
    if (grown > SLACK + since * this.#kept) throw new Finding(`memory grows: ${figures}`, figures);
    if (now.descriptors > this.#warm.descriptors + OPEN)
      throw new Finding(`descriptors grow: ${figures}`, figures);
  }
}

/** Of clients that have just left. */
const OPEN = 5;

const told = ({ bytes, descriptors }: DeckState): string => `${bytes} bytes and ${descriptors} descriptors`;
