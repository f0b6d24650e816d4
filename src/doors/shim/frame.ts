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

/** In bytes; a longer one ends the connection. */
export const LARGEST_PAYLOAD = 4 * 1024 * 1024;

const HEAD = 8;

export interface Frame {
  type: number;
  payload: Buffer;
}

export function frameHead(type: number, length: number): Buffer {
  const head = Buffer.allocUnsafe(HEAD);
  head.writeUInt32LE(length, 0);
  head.writeUInt32LE(type, 4);
  return head;
}

/** The payload is copied. */
export function frame(type: number, ...payload: readonly Uint8Array[]): Buffer {
  const length = payload.reduce((sum, part) => sum + part.length, 0);
  const bytes = Buffer.allocUnsafe(HEAD + length);
  bytes.writeUInt32LE(length, 0);
  bytes.writeUInt32LE(type, 4);
  let at = HEAD;
  for (const part of payload) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Cuts what comes in into frames, however it was chunked. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;

  /**
   * The frames that are whole now. Their payloads share memory with `chunk` where they lie in it whole.
   *
   * @throws TapeheadError SHIM_PROTOCOL for one that is too long
   */
  *push(chunk: Buffer): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    for (;;) {
      if (this.#length < HEAD) return;
      const head = this.#first(HEAD);
      const length = head.readUInt32LE(0);
      const type = head.readUInt8(4);
      if (length > LARGEST_PAYLOAD) throw brokenFrame(`has ${length} bytes, and may have ${LARGEST_PAYLOAD}`);
      if (this.#length < HEAD + length) return;
      const whole = this.#first(HEAD + length);
      this.#drop(HEAD + length);
      yield { type, payload: whole.subarray(HEAD) };
    }
  }

  /** The first `length` bytes in one piece. */
  #first(length: number): Buffer {
    const [first] = this.#chunks;
    if (first && first.length >= length) return first.subarray(0, length);
    const joined = Buffer.concat(this.#chunks, this.#length);
    this.#chunks = [joined];
    return joined.subarray(0, length);
  }

  #drop(length: number): void {
    const [first] = this.#chunks;
    this.#length -= length;
    if (!first || first.length === length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(length);
  }
}
