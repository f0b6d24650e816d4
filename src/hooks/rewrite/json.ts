import { TapeheadError } from '../../errors.ts';
import type { Step } from './json-pointer.ts';
import { valuesAt } from './json-values.ts';
import type { Rewriter } from './rewriter.ts';

/** A document that is longer, in bytes, is not collected. */
export const LONGEST_DOCUMENT = 16 * 1024 * 1024;

/**
 * Puts another value in the place of those that a pointer names. All other bytes stay as they are; what is no JSON
 * does as a whole.
 */
export class JsonRewriter implements Rewriter {
  readonly holds = false;
  readonly #pointer: readonly Step[];
  readonly #value: Uint8Array;
  #document = Buffer.alloc(0);
  #length = 0;

  constructor(pointer: readonly Step[], value: Uint8Array) {
    this.#pointer = pointer;
    this.#value = value;
  }

  /** @throws TapeheadError HOOK_FAILED where the document is too long */
  push(bytes: Uint8Array): Iterable<Uint8Array> {
    const length = this.#length + bytes.length;
    if (length > LONGEST_DOCUMENT) {
      throw new TapeheadError(
        'HOOK_FAILED',
        `JSON of more than ${LONGEST_DOCUMENT / 1024 ** 2} MiB cannot be rewritten, as it has to be collected first`,
        'rewrite a text or a pattern in it',
      );
    }
    if (length > this.#document.length) this.#grow(length);
    this.#document.set(bytes, this.#length);
    this.#length = length;
    return NOTHING;
  }

  release(): Iterable<Uint8Array> {
    return NOTHING; // half a document is no prompt
  }

  /** @throws TapeheadError HOOK_FAILED where the document is nested too deeply */
  *end(): Generator<Uint8Array, void, undefined> {
    const document = this.#document.subarray(0, this.#length);
    this.#length = 0;
    const value = this.#value;
    let given = 0;
    for (const [start, end] of valuesAt(document, this.#pointer) ?? []) {
      yield document.subarray(given, start);
      yield value;
      given = end;
    }
    yield document.subarray(given);
  }

  #grow(least: number): void {
    const larger = Buffer.allocUnsafe(Math.min(Math.max(least, 2 * this.#document.length), LONGEST_DOCUMENT));
    larger.set(this.#document.subarray(0, this.#length));
    this.#document = larger;
  }
}

const NOTHING: readonly Uint8Array[] = [];
