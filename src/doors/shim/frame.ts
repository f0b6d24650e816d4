import { brokenFrame } from './payload.ts';

/** Types of frames, shim to deck (src/shim/protocol.md). */
export const FROM_SHIM = {
  HELLO: 0x01,
  REPORT: 0x02,
  STDIN: 0x03,
  STDIN_EOF: 0x04,
  SIGNAL: 0x05,
  RESIZE: 0x06,
  CHILD_DATA: 0x07,
  CHILD_EOF: 0x08,
  CHILD_OUTCOME: 0x09,
  CHILD_CREDIT: 0x0a,
  CLOSED: 0x0b,
  FAILED: 0x0c,
} as const;

/** Types of frames, deck to shim. */
export const TO_SHIM = {
  ASK: 0x41,
  EXEC: 0x42,
  OBSERVE: 0x43,
  STDIN_CREDIT: 0x44,
  DATA: 0x45,
  EOF: 0x46,
  OUTCOME: 0x47,
  SIGNALS: 0x48,
  RAW: 0x49,
  CHILD_DATA: 0x4a,
  CHILD_EOF: 0x4b,
  CHILD_SIGNAL: 0x4c,
  CHILD_RESIZE: 0x4d,
  CHILD_OUTPUT_CREDIT: 0x4e,
  MISMATCH: 0x7f,
} as const;

export const PROTOCOL_VERSION = 1;

/** Descriptors 0 to 2 as frames name them. */
export const FD = [0, 1, 2].map((fd) => Buffer.of(fd));

/** In bytes; a longer one ends the connection. */
export const LARGEST_PAYLOAD = 4 * 1024 * 1024;

export interface Frame {
  type: number;
  payload: Buffer;
}

/** Bytes of a frame before its payload. */
export const HEAD = 8;

/** Writes the head of a frame, and says where its payload begins. */
export function writeHead(bytes: Buffer, at: number, type: number, length: number): number {
  bytes.writeUInt32LE(length, at);
  return bytes.writeUInt32LE(type, at + 4);
}

/** Cuts what comes in into frames, however it was chunked. */
export class FrameReader {
  /** What came last, and how much of it is taken. */
  #chunk: Buffer = NOTHING;
  #at = 0;
  /** A frame that came in pieces, and how much of it is there. */
  #store: Buffer | undefined;
  #stored = 0;

  /** To be called when `next()` has nothing more. */
  push(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#at = 0;
  }

  /**
   * The next frame that is whole. Its payload shares memory with the chunk it came in, if it came in one.
   *
   * @throws TapeheadError SHIM_PROTOCOL for one that is too long
   */
  next(): Frame | undefined {
    if (this.#store !== undefined) return this.#nextStored(this.#store);
    const chunk = this.#chunk;
    const at = this.#at;
    if (chunk.length - at >= HEAD) {
      const end = at + HEAD + payloadLength(chunk, at);
      if (end <= chunk.length) {
        this.#at = end;
        return { type: chunk[at + 4] as number, payload: chunk.subarray(at + HEAD, end) };
      }
    } else if (chunk.length === at) {
      this.#chunk = NOTHING;
      this.#at = 0;
      return undefined;
    }
    return this.#nextStored((this.#store = Buffer.allocUnsafeSlow(FIRST_STORE)));
  }

  /** Goes on with a frame of which earlier chunks had the beginning. */
  #nextStored(store: Buffer): Frame | undefined {
    if (!this.#fill(store, HEAD)) return undefined;
    const whole = HEAD + payloadLength(store, 0);
    let room = store;
    while (this.#stored < whole) {
      // Grown as bytes come: what a head announces costs nothing.
      if (this.#stored === room.length) this.#store = room = enlarged(room, whole);
      if (!this.#fill(room, Math.min(whole, room.length))) return undefined;
    }
    this.#store = undefined;
    this.#stored = 0;
    return { type: room[4] as number, payload: room.subarray(HEAD, whole) };
  }

  /** Takes of the chunk until `length` bytes are there; false where it has not so many. */
  #fill(store: Buffer, length: number): boolean {
    const wanted = Math.max(0, length - this.#stored);
    const taken = this.#chunk.copy(store, this.#stored, this.#at, this.#at + wanted);
    this.#at += taken;
    this.#stored += taken;
    return taken === wanted;
  }
}

const NOTHING: Buffer = Buffer.alloc(0);

/** Bytes for a frame in pieces, at first. */
const FIRST_STORE = 1024;

function payloadLength(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32LE(at);
  if (length > LARGEST_PAYLOAD) throw brokenFrame(`has ${length} bytes, and may have ${LARGEST_PAYLOAD}`);
  return length;
}

function enlarged(store: Buffer, most: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.min(most, store.length * 4));
  store.copy(larger);
  return larger;
}
