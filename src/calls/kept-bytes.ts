/** What a byte string takes beside its bytes, about. */
const PART_COST = 16;

/**
 * Byte strings as they are kept for long: copied into one piece of memory, as a part of something larger would keep
 * all of that. Most of them nobody looks at again.
 */
export class KeptBytes {
  readonly #bytes: Buffer;
  readonly #lengths: number[] = [];

  constructor(parts: readonly Uint8Array[]) {
    let size = 0;
    for (const { length } of parts) {
      this.#lengths.push(length);
      size += length;
    }
    this.#bytes = Buffer.allocUnsafe(size);
    let at = 0;
    for (const part of parts) {
      this.#bytes.set(part, at);
      at += part.length;
    }
  }

  /** Bytes of memory that they take, about. */
  get cost(): number {
    return this.#bytes.length + PART_COST * this.#lengths.length;
  }

  /** As they were given. */
  get parts(): Uint8Array[] {
    let at = 0;
    return this.#lengths.map((length) => this.#bytes.subarray(at, (at += length)));
  }
}
