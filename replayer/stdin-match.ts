import type { Slot } from '../src/cassette/recording.ts';
import { maskVolatile } from '../src/mask.ts';
import type { Pattern } from '../src/pattern.ts';
import { type Captured, matchSlots } from './slots.ts';

/** A unit without LF or NUL is judged when it has grown to this. */
const LONGEST_UNIT = 64 * 1024;

export type StdinState =
  { kind: 'met' } | { kind: 'waiting' } | { kind: 'differs'; offset: number; why: string };

/**
 * Holds what one recording has on stdin against what the client sends. Both are cut into units that end
 * with LF, NUL, the end, or after 64 KiB: volatile parts may have any length within a unit, and a
 * difference is judged when the client's unit is whole, not in the middle of a word.
 */
export class StdinMatch {
  #volatile: readonly Pattern[];
  #expected: Buffer = Buffer.alloc(0);
  #slots: Slot[] = [];
  #expectsEof = false;
  #received: Buffer = Buffer.alloc(0);
  #receivedEof = false;
  /** Bytes of the client's that have been found equal, and dropped. */
  #matched = 0;
  #differs: StdinState | undefined;
  readonly captured: Captured[] = [];

  constructor(volatile: readonly Pattern[]) {
    this.#volatile = volatile;
  }

  /** What the recording has next; offsets of slots are within `bytes`. */
  expect(bytes: Uint8Array, slots: readonly Slot[] = []): void {
    const offset = this.#expected.length;
    this.#slots.push(...slots.map((slot) => ({ ...slot, offset: slot.offset + offset })));
    this.#expected = Buffer.concat([this.#expected, bytes]);
  }

  expectEof(): void {
    this.#expectsEof = true;
  }

  receive(bytes: Uint8Array): void {
    this.#received = Buffer.concat([this.#received, bytes]);
  }

  receiveEof(): void {
    this.#receivedEof = true;
  }

  /** Bytes that are expected and not yet found equal: how far the client is behind. */
  get outstanding(): number {
    return this.#expected.length;
  }

  /** Whether the client has sent what the recording had before this point. */
  state(): StdinState {
    this.#differs ??= this.#compare();
    if (this.#differs) return this.#differs;
    if (!this.#partialMet()) return { kind: 'waiting' };
    if (this.#expectsEof) return this.#eofState();
    return { kind: 'met' };
  }

  /** Drops whole units that are equal; returns the first difference. */
  #compare(): StdinState | undefined {
    this.#dropEqual();
    for (;;) {
      const expectedEnd = unitEnd(this.#expected, this.#expectsEof);
      const receivedEnd = unitEnd(this.#received, this.#receivedEof);
      if (receivedEnd === -1) return this.#shortAtEof();
      if (expectedEnd === -1) return this.#partialMet() ? undefined : this.#difference();
      const slots = this.#slots.filter((slot) => slot.offset < expectedEnd);
      const expected = this.#expected.subarray(0, expectedEnd);
      const received = this.#received.subarray(0, receivedEnd);
      if (!this.#unitEqual(expected, slots, received)) return this.#difference();
      this.#drop(expectedEnd, receivedEnd);
    }
  }

  /** The fast path: without slots, whole units that are equal byte for byte go at once. */
  #dropEqual(): void {
    if (this.#slots.length > 0) return;
    const length = Math.min(this.#expected.length, this.#received.length);
    if (!this.#expected.subarray(0, length).equals(this.#received.subarray(0, length))) return;
    const border = lastBorder(this.#expected, length);
    this.#drop(border, border);
  }

  #unitEqual(expected: Buffer, slots: readonly Slot[], received: Buffer): boolean {
    if (slots.length === 0) {
      if (expected.equals(received)) return true;
      if (this.#volatile.length === 0) return false;
      return same(maskVolatile(expected, this.#volatile), maskVolatile(received, this.#volatile));
    }
    const captured = matchSlots(expected, slots, received, this.#volatile, 'whole');
    if (captured) this.captured.push(...captured);
    return captured !== undefined;
  }

  /** Whether the unit under way has come as far as the recording has it. */
  #partialMet(): boolean {
    const expected = this.#expected;
    if (expected.length === 0) return true;
    if (this.#slots.length > 0) {
      return matchSlots(expected, this.#slots, this.#received, this.#volatile, 'start') !== undefined;
    }
    if (startsWith(this.#received, expected)) return true;
    if (this.#volatile.length === 0) return false;
    return startsWith(maskVolatile(this.#received, this.#volatile), maskVolatile(expected, this.#volatile));
  }

  #eofState(): StdinState {
    if (this.#received.length > this.#expected.length) {
      return this.#differ('the client sent more than was recorded');
    }
    return { kind: this.#receivedEof ? 'met' : 'waiting' };
  }

  #shortAtEof(): StdinState | undefined {
    if (!this.#receivedEof || this.#partialMet()) return undefined;
    return this.#differ('the client closed stdin, the recording has more');
  }

  #difference(): StdinState {
    const length = Math.min(this.#expected.length, this.#received.length);
    let at = 0;
    while (at < length && this.#expected[at] === this.#received[at]) at++;
    return this.#differ('stdin differs from what was recorded', at);
  }

  #differ(why: string, at = Math.min(this.#expected.length, this.#received.length)): StdinState {
    return { kind: 'differs', offset: this.#matched + at, why };
  }

  #drop(expected: number, received: number): void {
    if (expected === 0 && received === 0) return;
    this.#expected = this.#expected.subarray(expected);
    this.#received = this.#received.subarray(received);
    this.#matched += received;
    this.#slots = this.#slots
      .filter((slot) => slot.offset >= expected)
      .map((slot) => ({ ...slot, offset: slot.offset - expected }));
  }
}

/** Where the first unit ends, or -1 where it is not whole yet. */
function unitEnd(bytes: Buffer, final: boolean): number {
  const piece = bytes.subarray(0, LONGEST_UNIT);
  const lf = piece.indexOf(0x0a);
  const nul = piece.subarray(0, lf === -1 ? piece.length : lf).indexOf(0);
  const end = nul !== -1 ? nul : lf;
  if (end !== -1) return end + 1;
  if (piece.length === LONGEST_UNIT || (final && piece.length > 0)) return piece.length;
  return -1;
}

/** The end of the last whole unit within the first `length` bytes. */
function lastBorder(bytes: Buffer, length: number): number {
  const piece = bytes.subarray(0, length);
  const border = Math.max(piece.lastIndexOf(0x0a), piece.lastIndexOf(0)) + 1;
  return border + LONGEST_UNIT * Math.floor((length - border) / LONGEST_UNIT);
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const startsWith = (bytes: Uint8Array, start: Uint8Array): boolean =>
  bytes.length >= start.length && same(bytes.subarray(0, start.length), start);
