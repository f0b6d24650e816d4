import { TapeheadError } from '../../errors.ts';

/** Reads what a frame carries (src/shim/protocol.md); integers are little-endian. */
export class PayloadReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#pass(1));
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#pass(2));
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#pass(4));
  }

  string(): Buffer {
    return this.take(this.u32());
  }

  strings(): Buffer[] {
    const count = this.u32();
    // Each takes four bytes at least: a count that lies costs no memory.
    if (count * 4 > this.#bytes.length - this.#at) throw brokenFrame('announces more strings than it has');
    const strings: Buffer[] = [];
    while (strings.length < count) strings.push(this.string());
    return strings;
  }

  /** @throws TapeheadError SHIM_PROTOCOL where there are not so many */
  take(length: number): Buffer {
    const from = this.#pass(length);
    return this.#bytes.subarray(from, this.#at);
  }

  rest(): Buffer {
    return this.take(this.#bytes.length - this.#at);
  }

  /** @throws TapeheadError SHIM_PROTOCOL where more has come than was read */
  end(): void {
    if (this.#at < this.#bytes.length) throw brokenFrame('is longer than it should be');
  }

  #pass(length: number): number {
    const from = this.#at;
    if (length > this.#bytes.length - from) throw brokenFrame('is cut short');
    this.#at = from + length;
    return from;
  }
}

export const u16 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16LE(value);
  return bytes;
};

export const u32 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

export const string = (bytes: Uint8Array): Buffer => Buffer.concat([u32(bytes.length), bytes]);

export const strings = (all: readonly Uint8Array[]): Buffer =>
  Buffer.concat([u32(all.length), ...all.map(string)]);

export function brokenFrame(how: string): TapeheadError {
  return new TapeheadError(
    'SHIM_PROTOCOL',
    `a frame of a shim ${how}`,
    'install the shim of this very tapehead: tapehead shim install',
  );
}
