import { KnownValues } from './known-values.ts';

/** One secret value: what replaces it, wherever it is found. */
export interface Secret {
  class: string;
  /** Counts from 1 within a cassette. */
  id: number;
  /** As long as the value. */
  token: Uint8Array;
}

/** Every secret met so far, by value. It lives as long as the deck and is never written anywhere. */
export class Secrets {
  #byValue = new Map<string, Secret>();
  /** Searched for in everything. */
  readonly known = new KnownValues();
  #lastId: number;

  /** @param lastId the highest id that the cassette appended to has already given out */
  constructor(lastId = 0) {
    this.#lastId = lastId;
  }

  /** The one secret of that value; the class that met it first stays. */
  learn(secretClass: string, value: Uint8Array): Secret {
    const text = latin1(value);
    const known = this.#byValue.get(text);
    if (known) return known;
    const id = ++this.#lastId;
    const secret = { class: secretClass, id, token: tokenFor(secretClass, id, value) };
    this.#byValue.set(text, secret);
    this.known.add(Buffer.from(value), secretClass);
    return secret;
  }
}

/**
 * A token of the value's length. Line ends and dashes stay, so that a licence key still looks like one
 * to a program that checks, and a PEM block keeps its lines.
 */
function tokenFor(secretClass: string, id: number, value: Uint8Array): Uint8Array {
  if (secretClass === 'licence-key') {
    const digits = String(id).padStart(25, '0').slice(-25);
    return Buffer.from(digits.match(/.{5}/g)?.join('-') ?? digits);
  }
  const label = `${secretClass}-${id}`;
  if (secretClass !== 'private-key' && value.length >= label.length) {
    return Buffer.from(label.padEnd(value.length, '*'));
  }
  return value.map((byte) => (byte === 0x0a || byte === 0x0d ? byte : 0x2a));
}

export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
