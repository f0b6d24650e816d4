import type { Invoker } from '../caller.ts';
import { KeptBytes } from './kept-bytes.ts';

/** What an invoker takes beside its bytes, about. */
const INVOKER_COST = 256;

/** Who started the process of a call, as it may be kept for long. */
export class KeptInvokers {
  readonly #invokers: readonly { pid: number; words: number }[];
  /** Of each the executable, then its words. */
  readonly #bytes: KeptBytes;
  #looked: readonly Invoker[] | undefined;

  constructor(invokers: readonly Invoker[]) {
    this.#invokers = invokers.map(({ pid, argv }) => ({ pid, words: argv.length }));
    this.#bytes = new KeptBytes(invokers.flatMap(({ executable, argv }) => [executable, ...argv]));
  }

  /** Bytes of memory that they take, about. */
  get cost(): number {
    return this.#invokers.length * INVOKER_COST + this.#bytes.cost;
  }

  /** As matchers look at them; the same objects each time. */
  get looked(): readonly Invoker[] {
    return (this.#looked ??= this.#look());
  }

  #look(): readonly Invoker[] {
    const { parts } = this.#bytes;
    return this.#invokers.map(({ pid, words }) => {
      const [executable = NOTHING, ...argv] = parts.splice(0, words + 1);
      return { pid, executable, argv };
    });
  }
}

const NOTHING = Buffer.alloc(0);
