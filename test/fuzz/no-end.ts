import { Worker } from 'node:worker_threads';
import { Finding } from './fuzzer.ts';

/** A case takes milliseconds: one that has not ended after this long, in ms, does not end. */
const LONG = 60_000;

/** What the thread that watches is told. */
export interface Watched {
  name: string;
  seed: number;
  /** How many cases have begun, and the number of the last. */
  cases: Int32Array;
  /** In ms; longer than what waits for nothing is given, which can be told in good order. */
  long: number;
}

/**
 * Notices a case that does not end. One that waits for what never comes is a finding. One that runs in
 * circles lets nobody in this thread say so: another one says which it is, and kills the process.
 */
export class NoEnd implements AsyncDisposable {
  readonly #cases = new Int32Array(new SharedArrayBuffer(8));
  readonly #watcher: Worker;

  constructor(name: string, seed: number) {
    const workerData: Watched = { name, seed, cases: this.#cases, long: LONG + 5_000 };
    this.#watcher = new Worker(new URL('./watcher.mjs', import.meta.url), { workerData });
  }

  async within(caseNumber: number, work: () => Promise<void>): Promise<void> {
    Atomics.store(this.#cases, 1, caseNumber);
    Atomics.add(this.#cases, 0, 1);
    Atomics.notify(this.#cases, 0);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      const message = `it did not end in ${LONG / 1000} s: something waits for what never comes`;
      timer = setTimeout(() => reject(new Finding(message, '')), LONG);
    });
    try {
      await Promise.race([work(), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watcher.terminate();
  }
}
