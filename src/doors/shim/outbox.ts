import { FD, HEAD, writeHead, type TO_SHIM } from './frame.ts';
import type { Wire } from './wire.ts';

/** Up to this many bytes are copied and go out together; what is longer is written from where it lies. */
const COPIED = 16 * 1024;

/** Beyond this the sender waits for what it has said to go out. */
const MOST_WAITING = 64 * 1024;

/** What one answer takes, mostly, and what its end does. */
const ROOM = 1024;
const ROOM_FOR_THE_END = 64;

/** Frames on their way to a shim: all that one turn of the event loop says goes out in one write. */
export class Outbox {
  readonly #wire: Wire;
  /** Frames that are not written yet. */
  #room = NONE;
  #filled = 0;
  /** Bytes that the wire has not delivered yet. */
  #unwritten = 0;
  #written: Promise<void> = DONE;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** Resolves when more can be taken. The payload is copied. */
  send(type: number, ...payload: readonly Uint8Array[]): Promise<void> {
    let length = 0;
    for (const part of payload) length += part.length;
    const at = this.#reserve(HEAD + length);
    let to = writeHead(this.#room, at, type, length);
    for (const part of payload) {
      this.#room.set(part, to);
      to += part.length;
    }
    return this.#unwritten + this.#filled > MOST_WAITING ? this.flush() : DONE;
  }

  /** Bytes of a stream; they belong to the caller again when it resolves. */
  data(type: typeof TO_SHIM.DATA | typeof TO_SHIM.CHILD_DATA, fd: number, bytes: Uint8Array): Promise<void> {
    if (bytes.length <= COPIED) return this.send(type, FD[fd] as Buffer, bytes);
    const at = this.#reserve(HEAD + 1);
    this.#room[writeHead(this.#room, at, type, 1 + bytes.length)] = fd;
    return this.#write(this.#take(), bytes);
  }

  /** Resolves when all is delivered, or the shim is gone. */
  flush(): Promise<void> {
    if (this.#filled === 0) return this.#written;
    return this.#write(this.#take());
  }

  /** The frames that are not written yet, to be written now. */
  #take(): Uint8Array {
    const bytes = this.#room.subarray(0, this.#filled);
    this.#room = NONE;
    this.#filled = 0;
    return bytes;
  }

  #write(bytes: Uint8Array, behind?: Uint8Array): Promise<void> {
    return (this.#written = this.#deliver(bytes, behind));
  }

  async #deliver(bytes: Uint8Array, behind?: Uint8Array): Promise<void> {
    const length = bytes.length + (behind?.length ?? 0);
    this.#unwritten += length;
    await this.#wire.write(bytes, behind);
    this.#unwritten -= length;
  }

  /** After its microtasks, among them all that an answer says without waiting. */
  #flushInThisTurn(): void {
    void DONE.then(() => process.nextTick(flush, this)); // a tick that code outside of them asks for comes before them
  }

  /** Room for a frame of `length` bytes, behind the others. */
  #reserve(length: number): number {
    const at = this.#filled;
    if (at === 0) this.#flushInThisTurn();
    this.#filled += length;
    if (this.#filled > this.#room.length) {
      const larger = Buffer.allocUnsafe(
        Math.max(ROOM, this.#room.length * 2, this.#filled + ROOM_FOR_THE_END),
      );
      larger.set(this.#room.subarray(0, at));
      this.#room = larger;
    }
    return at;
  }
}

const flush = (outbox: Outbox): void => void outbox.flush();

const NONE = Buffer.alloc(0);
const DONE = Promise.resolve();
