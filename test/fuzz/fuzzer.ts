import type { Random } from '../support/random.ts';

/** One thing that is fed with hostile input. A case is made from (seed, number) alone, so that any finding can be run again by itself. */
export interface Fuzzer {
  name: string;
  open(): Promise<Fuzzing>;
}

/** A fuzzer with what it runs against (a deck, a folder), ready for cases one after the other. */
export interface Fuzzing extends AsyncDisposable {
  /** Throws what is wrong, as a Finding with the input that showed it. */
  run(random: Random, caseNumber: number): Promise<void>;
}

/** What a case showed to be wrong. */
export class Finding extends Error {
  /** As it was fed, or what was sent in the order it was sent: kept in a file for whoever looks into it. */
  readonly input: Uint8Array | string;

  constructor(message: string, input: Uint8Array | string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Finding';
    this.input = input;
  }
}
