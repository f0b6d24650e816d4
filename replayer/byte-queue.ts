/** Bytes that come at one end and go at the other; pushing many small pieces costs no more than one large one. */
export class ByteQueue {
  #store = Buffer.alloc(0);
  #start = 0;
  #end = 0;

  /** All that is in it, as a view that stays as it is. */
  get bytes(): Buffer {
    return this.#store.subarray(this.#start, this.#end);
  }

  push(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#store.length) this.#move(bytes.length);
    this.#store.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  drop(count: number): void {
    this.#start += count;
  }

  #move(more: number): void {
    const { bytes } = this;
    this.#store = Buffer.alloc(2 * (bytes.length + more));
    this.#store.set(bytes);
    this.#start = 0;
    this.#end = bytes.length;
  }
}
