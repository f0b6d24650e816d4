/** The data types of RFC 4251 §5, as far as channels use them: byte, boolean, uint32, string. */

/** A message that ends before its fields do. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

/** Reads one message, field by field. Strings are views into it, not copies. */
export class WireReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  uint32(): number {
    const at = this.#take(4);
    return this.#bytes.readUInt32BE(at);
  }

  boolean(): boolean {
    const at = this.#take(1);
    return this.#bytes[at] !== 0;
  }

  string(): Buffer {
    const length = this.uint32();
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** The string that the message ends with: what is kept of it keeps no more than itself. */
  lastString(): Buffer {
    const bytes = this.string();
    if (this.#at < this.#bytes.length) {
      throw new MalformedMessage(`${this.#bytes.length - this.#at} bytes behind the end of a message`);
    }
    return bytes;
  }

  rest(): Buffer {
    return this.#bytes.subarray(this.#take(this.#bytes.length - this.#at));
  }

  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) {
      throw new MalformedMessage(
        `a field of ${length} bytes at offset ${at} runs past the end of the message`,
      );
    }
    this.#at += length;
    return at;
  }
}

/** A number is a uint32, a boolean a byte, text and bytes are strings with their length before them. */
export type WireField = number | boolean | string | Uint8Array;

export function encodeFields(...fields: readonly WireField[]): Buffer {
  let length = 0;
  for (const field of fields) length += fieldLength(field);
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const field of fields) at = writeField(bytes, at, field);
  return bytes;
}

function fieldLength(field: WireField): number {
  if (typeof field === 'number') return 4;
  if (typeof field === 'boolean') return 1;
  return 4 + (typeof field === 'string' ? Buffer.byteLength(field) : field.length);
}

function writeField(bytes: Buffer, at: number, field: WireField): number {
  if (typeof field === 'number') return bytes.writeUInt32BE(field, at);
  if (typeof field === 'boolean') return bytes.writeUInt8(field ? 1 : 0, at);
  const text = typeof field === 'string' ? Buffer.from(field) : field;
  bytes.writeUInt32BE(text.length, at);
  bytes.set(text, at + 4);
  return at + 4 + text.length;
}
