import type { Slot } from '../src/cassette/recording.ts';
import { maskVolatile } from '../src/mask.ts';
import { ByteQueue } from './byte-queue.ts';
import { Bindings, type LiveValue, matchSlots } from './slots.ts';
import { endsLine, lastBorder, LONGEST_UNIT, unitEnd } from './stdin-unit.ts';
import { normalisersIn, type VolatilePart } from './volatile.ts';

export type StdinState =
  { kind: 'met' } | { kind: 'waiting' } | { kind: 'differs'; offset: number; why: string };

/**
 * Holds what one recording has on stdin against what the client sends. Both are cut into units that end
 * with LF, CR, NUL, the end, or after 64 KiB: volatile parts may have any length within a unit, and a
 * difference is judged when the client's unit is whole, not in the middle of a word. A secret of several
 * lines, such as a private key, may have any number of them.
 */
export class StdinMatch {
  #volatile: readonly VolatilePart[];
  readonly #expectedQueue = new ByteQueue();
  #slots: Slot[] = [];
  #expectsEof = false;
  readonly #receivedQueue = new ByteQueue();
  #receivedEof = false;
  /** Bytes of the client's that have been found equal, and dropped. */
  #matched = 0;
  #differs: StdinState | undefined;
  /** Bytes of the client's that stand where whole lines of the recording are a secret; undefined elsewhere. */
  #inSecret: number | undefined;
  #fits: (liveValues: readonly LiveValue[]) => boolean;
  #bindings = new Bindings();
  readonly liveValues: LiveValue[] = [];
  /** Names of those by which stdin counted as equal that was not. */
  readonly normalisers = new Set<string>();

  /** `fits` says whether values that stand for redacted slots may do so, after what was bound before. */
  constructor(
    volatile: readonly VolatilePart[],
    fits: (liveValues: readonly LiveValue[]) => boolean = () => true,
  ) {
    this.#volatile = volatile;
    this.#fits = fits;
  }

  /** What the recording has next; offsets of slots are within `bytes`. */
  expect(bytes: Uint8Array, slots: readonly Slot[] = []): void {
    for (const slot of slots) this.#addSlot({ ...slot, offset: slot.offset + this.#expected.length });
    this.#expectedQueue.push(bytes);
  }

  expectEof(): void {
    this.#expectsEof = true;
  }

  receive(bytes: Uint8Array): void {
    this.#receivedQueue.push(bytes);
  }

  receiveEof(): void {
    this.#receivedEof = true;
  }

  /** Bytes that are expected and not yet found equal: how far the client is behind. */
  get outstanding(): number {
    return this.#expected.length;
  }

  get #expected(): Buffer {
    return this.#expectedQueue.bytes;
  }

  get #received(): Buffer {
    return this.#receivedQueue.bytes;
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
      if (this.#isSecretLine(expectedEnd)) {
        this.#drop(expectedEnd, 0);
        this.#inSecret ??= 0;
        continue;
      }
      const receivedEnd = unitEnd(this.#received, this.#receivedEof);
      if (receivedEnd === -1) return this.#shortAtEof();
      if (expectedEnd === -1) return this.#partialMet() ? undefined : this.#difference();
      const slots = this.#slots.filter((slot) => slot.offset < expectedEnd);
      const expected = this.#expected.subarray(0, expectedEnd);
      const received = this.#received.subarray(0, receivedEnd);
      if (this.#unitEqual(expected, slots, received)) {
        this.#inSecret = undefined;
        this.#drop(expectedEnd, receivedEnd);
      } else {
        if (this.#inSecret === undefined || this.#inSecret > LONGEST_UNIT) return this.#difference();
        this.#inSecret += receivedEnd;
        this.#drop(0, receivedEnd);
      }
    }
  }

  /** Typed letter by letter, a secret has a slot in each chunk; they are one. */
  #addSlot(slot: Slot): void {
    const last = this.#slots.at(-1);
    const goesOn = last?.id === slot.id && last.class === slot.class && endOf(last) === slot.offset;
    if (goesOn) last.length += slot.length;
    else this.#slots.push(slot);
  }

  /** Whether all of the unit, its line end too, is a secret. */
  #isSecretLine(end: number): boolean {
    const [slot] = this.#slots;
    return end > 0 && slot?.offset === 0 && endOf(slot) >= end && endsLine(this.#expected[end - 1]);
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
      const isEqual = same(maskVolatile(expected, this.#volatile), maskVolatile(received, this.#volatile));
      if (isEqual) this.#noteNormalisers(received);
      return isEqual;
    }
    const liveValues = matchSlots(expected, slots, received, this.#volatile, 'whole');
    if (!liveValues) return false;
    // Of a secret that goes on in the next line this is not the value.
    const lineEnd = Number(endsLine(expected.at(-1)));
    const whole = liveValues.filter((_, i) => endOf(slots[i] as Slot) <= expected.length - lineEnd);
    if (!this.#bindings.fit(0, whole) || !this.#fits(whole)) return false;
    this.#bindings.bind(0, whole);
    this.liveValues.push(...whole);
    this.#noteNormalisers(received);
    return true;
  }

  #noteNormalisers(received: Buffer): void {
    for (const name of normalisersIn(received, this.#volatile)) this.normalisers.add(name);
  }

  /** Whether the unit under way has come as far as the recording has it. */
  #partialMet(): boolean {
    const expected = this.#expected;
    if (expected.length === 0) return true;
    if (this.#slots.length > 0) {
      return matchSlots(expected, this.#slots, this.#received, this.#volatile, 'start') !== undefined;
    }
    if (startsWith(this.#received, expected)) return true;
    // A whole unit is held against a whole one; the NUL at its end is not where a mask of the client's begins.
    if (this.#volatile.length === 0 || unitEnd(expected, false) !== -1) return false;
    return startsWith(maskVolatile(this.#received, this.#volatile), maskVolatile(expected, this.#volatile));
  }

  #eofState(): StdinState {
    // A slot or a volatile part may be longer than it was; that is judged when the client's unit is whole.
    const mayBeLonger = !this.#receivedEof && (this.#slots.length > 0 || this.#volatile.length > 0);
    if (!mayBeLonger && this.#received.length > this.#expected.length) {
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
    this.#expectedQueue.drop(expected);
    this.#receivedQueue.drop(received);
    this.#matched += received;
    this.#slots = this.#slots
      .filter((slot) => endOf(slot) > expected)
      .map((slot) => {
        const offset = Math.max(0, slot.offset - expected);
        return { ...slot, offset, length: endOf(slot) - expected - offset };
      });
  }
}

const endOf = ({ offset, length }: Slot): number => offset + length;

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const startsWith = (bytes: Uint8Array, start: Uint8Array): boolean =>
  bytes.length >= start.length && same(bytes.subarray(0, start.length), start);
