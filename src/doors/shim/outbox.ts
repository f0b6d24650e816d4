import { frame, frameHead, TO_SHIM } from './frame.ts';
import type { Wire } from './wire.ts';

/** Up to this many bytes are copied and go out together; what is longer is written from where it lies. */
const COPIED = 16 * 1024;

/** Beyond this the sender waits for what has been collected to go out. */
const MOST_COLLECTED = 64 * 1024;

/** Frames on their way to a shim: all that one turn of the event loop says goes out in one write. */
export class Outbox {
  readonly #wire: Wire;
  #frames: Buffer[] = [];
  #collected = 0;
  #written: Promise<void> = DONE;
  #ends = false;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** Resolves when more can be taken. */
  send(type: number, ...payload: readonly Uint8Array[]): Promise<void> {
    this.#collect(frame(type, ...payload));
    return this.#collected > MOST_COLLECTED ? this.#flush() : DONE;
  }

  /** Output of a stream: the bytes belong to the caller again when it resolves. */
  data(type: typeof TO_SHIM.DATA | typeof TO_SHIM.CHILD_DATA, fd: number, bytes: Uint8Array): Promise<void> {
    if (bytes.length <= COPIED) return this.send(type, FD[fd] as Buffer, bytes);
    this.#collect(Buffer.concat([frameHead(type, 1 + bytes.length), FD[fd] as Buffer]));
    void this.#flush();
    return (this.#written = this.#wire.write(bytes));
  }

  /** Nothing follows. */
  end(): void {
    this.#ends = true;
    if (this.#frames.length === 0) this.#wire.end();
  }

  #collect(bytes: Buffer): void {
    // After the microtasks of this turn, among them all that an answer says without waiting.
    if (this.#frames.length === 0) process.nextTick(() => this.#flush());
    this.#frames.push(bytes);
    this.#collected += bytes.length;
  }

  #flush(): Promise<void> {
    if (this.#frames.length === 0) return this.#written;
    const [first] = this.#frames;
    const bytes =
      this.#frames.length === 1 && first !== undefined ? first : Buffer.concat(this.#frames, this.#collected);
    this.#frames = [];
    this.#collected = 0;
    this.#written = this.#wire.write(bytes);
    if (this.#ends) this.#wire.end();
    return this.#written;
  }
}

const FD = [0, 1, 2].map((fd) => Buffer.of(fd));

const DONE = Promise.resolve();
