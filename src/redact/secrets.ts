import { asBuffer } from '../as-buffer.ts';
import type { RedactedField } from '../manifest/spec.ts';
import { KnownValues } from './known-values.ts';
import type { Rule } from './rule.ts';
import { EVERY, type Redactors } from './redactors.ts';

/** One secret value: what replaces it, wherever it is found. */
export interface Secret {
  class: string;
  /** Counts from 1 within a cassette. */
  id: number;
  /** As long as the value. */
  token: Uint8Array;
}

/** The secrets met so far, by value. They live as long as the deck and are never written anywhere. */
export class Secrets {
  #byValue = new Map<string, Secret>();
  #known = new KnownValues();
  #lastId: number;
  #most: Most;
  #redactors: Redactors;
  #bytes = 0;
  #tokens = new Set<string>();

  /**
   * @param lastId the highest id that the cassette appended to has already given out
   * @param most kept; beyond, those met longest ago are forgotten. A deck that tapes forgets none, as a secret
   *   of its first minute may come up in its last, and goes to the tape then.
   */
  constructor(lastId = 0, most: Most = ALL, redactors: Redactors = EVERY) {
    this.#lastId = lastId;
    this.#most = most;
    this.#redactors = redactors;
  }

  /** For what there is in that place. */
  rulesFor(field: RedactedField): readonly Rule[] {
    return this.#redactors.rulesFor(field);
  }

  /** Whether secrets of that class are looked for. */
  has(secretClass: string): boolean {
    return this.#redactors.has(secretClass);
  }

  /** What is looked for, as a cassette's header lists it. */
  get classes(): readonly string[] {
    return this.#redactors.classes;
  }

  /** Searched for in everything. */
  get known(): KnownValues {
    return this.#known;
  }

  /**
   * The one secret of that value; the class that met it first stays. It may have been written with quotes in it:
   * then it is known as it was written too, by a token of that length.
   */
  learn(secretClass: string, value: Uint8Array, written = value): Secret {
    const secret = this.#secretOf(value, secretClass);
    return latin1(written) === latin1(value) ? secret : this.#secretOf(written, secret.class, secret.id);
  }

  /** Undefined where the value is no secret that was met. */
  tokenOf(value: Uint8Array): Uint8Array | undefined {
    return this.#byValue.get(latin1(value))?.token;
  }

  /** Whether that stands in the place of a secret already: what is redacted twice stays. */
  isToken(bytes: Uint8Array): boolean {
    return this.#tokens.has(latin1(bytes));
  }

  #secretOf(value: Uint8Array, secretClass: string, sameAs?: number): Secret {
    const text = latin1(value);
    const known = this.#byValue.get(text);
    if (known) {
      this.#byValue.delete(text);
      this.#byValue.set(text, known); // met last now
      return known;
    }
    const id = sameAs ?? ++this.#lastId;
    const secret = { class: secretClass, id, token: tokenFor(secretClass, id, value) };
    this.#byValue.set(text, secret);
    this.#tokens.add(latin1(secret.token));
    this.#bytes += value.length;
    if (this.#byValue.size > this.#most.values || this.#bytes > this.#most.bytes) this.#forget();
    else this.#known.add(Buffer.from(value), secretClass);
    return secret;
  }

  /** Down to half of the most at once: what is searched for is made anew then. */
  #forget(): void {
    const { values, bytes } = this.#most;
    for (const value of this.#byValue.keys()) {
      if (this.#byValue.size <= values / 2 && this.#bytes <= bytes / 2) break;
      this.#byValue.delete(value);
      this.#bytes -= value.length;
    }
    this.#known = new KnownValues();
    this.#tokens = new Set(Array.from(this.#byValue.values(), ({ token }) => latin1(token)));
    for (const [value, secret] of this.#byValue) this.#known.add(Buffer.from(value, 'latin1'), secret.class);
  }
}

interface Most {
  values: number;
  bytes: number;
}

/** What a deck that tapes keeps. */
export const ALL: Most = { values: Infinity, bytes: Infinity };

/** Enough of what clients of a deck that only plays may have said: years of them would not fit into memory. */
export const MOST_ON_REPLAY: Most = { values: 10_000, bytes: 8 * 1024 * 1024 };

const LICENCE_KEY = 29;

/**
 * A token of the value's length. Line ends and dashes stay, so that a licence key still looks like one
 * to a program that checks, and a PEM block keeps its lines.
 */
function tokenFor(secretClass: string, id: number, value: Uint8Array): Uint8Array {
  if (secretClass === 'licence-key' && value.length === LICENCE_KEY) {
    const digits = String(id).padStart(25, '0').slice(-25);
    return Buffer.from(digits.match(/.{5}/g)?.join('-') ?? digits);
  }
  const label = `${secretClass}-${id}`;
  if (secretClass !== 'private-key' && value.length >= label.length) {
    return Buffer.from(label.padEnd(value.length, '*'));
  }
  return value.map((byte) => (byte === 0x0a || byte === 0x0d ? byte : 0x2a));
}

export const latin1 = (bytes: Uint8Array): string => asBuffer(bytes).toString('latin1');
