/** A frame up to this is copied, so that it may wait; a longer one is written as it is. */
const LONGEST_COPIED = 4 * 1024;
const MOST_WAITING = 64 * 1024;

/**
 * Small frames on their way to the disk, gathered: a write for each costs the client's command more than all
 * the rest of taping. What waits belongs to recordings that are not complete, which a killed recorder loses anyway.
 */
export class WaitingFrames {
  readonly #write: (parts: readonly Buffer[]) => void;
  #frames: Buffer[] = [];
  #bytes = 0;

  constructor(write: (parts: readonly Buffer[]) => void) {
    this.#write = write;
  }

  /** The parts may be used again when this returns. Throws what writing throws. */
  add(parts: readonly Buffer[]): void {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (length > LONGEST_COPIED) {
      this.flush();
      return this.#write(parts);
    }
    this.#frames.push(Buffer.concat(parts, length));
    this.#bytes += length;
    if (this.#bytes > MOST_WAITING) this.flush();
  }

  flush(): void {
    if (this.#frames.length === 0) return;
    const frames = this.#frames;
    this.#frames = [];
    this.#bytes = 0;
    this.#write([Buffer.concat(frames)]);
  }
}
