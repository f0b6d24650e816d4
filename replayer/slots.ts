import type { Slot } from '../src/cassette/recording.ts';
import { maskVolatile } from '../src/mask.ts';
import type { Pattern } from '../src/pattern.ts';

/** A live value that stood where a recording has a redacted slot. */
export interface LiveValue {
  class: string;
  id: number;
  value: Uint8Array;
}

type Placed = Pick<Slot, 'offset' | 'length' | 'class' | 'id'>;

/**
 * Matches live bytes against recorded ones in which slots stand for any value, without LF or CR. `whole`
 * wants all of it, `start` is content when the live bytes begin so.
 */
export function matchSlots(
  recorded: Uint8Array,
  slots: readonly Placed[],
  live: Uint8Array,
  volatile: readonly Pick<Pattern, 'ranges'>[],
  extent: 'whole' | 'start',
): LiveValue[] | undefined {
  const text = Buffer.from(maskVolatile(live, volatile));
  const literals = literalsBetween(recorded, slots).map((part) => maskVolatile(part, volatile));
  const first = literals[0] ?? new Uint8Array();
  if (!text.subarray(0, first.length).equals(first)) return undefined;
  const liveValues: LiveValue[] = [];
  let at = first.length;
  for (const [i, slot] of slots.entries()) {
    const next = literals[i + 1] ?? new Uint8Array();
    const end = endOfValue(text, at, next, extent === 'whole' && i === slots.length - 1);
    if (end === -1) return undefined;
    liveValues.push({ class: slot.class, id: slot.id, value: text.subarray(at, end) });
    at = end + next.length;
  }
  return extent === 'start' || at === text.length ? liveValues : undefined;
}

function literalsBetween(recorded: Uint8Array, slots: readonly Placed[]): Uint8Array[] {
  const literals: Uint8Array[] = [];
  let at = 0;
  for (const slot of slots) {
    literals.push(recorded.subarray(at, slot.offset));
    at = slot.offset + slot.length;
  }
  literals.push(recorded.subarray(at));
  return literals;
}

/** Where the value that starts at `from` ends, or -1 where what must follow it does not. */
function endOfValue(text: Buffer, from: number, next: Uint8Array, last: boolean): number {
  if (last) {
    const end = text.length - next.length;
    return end >= from && text.subarray(end).equals(next) ? end : -1;
  }
  if (next.length > 0) return text.indexOf(next, from);
  const lineEnd = text.subarray(from).findIndex((byte) => byte === 0x0a || byte === 0x0d);
  return lineEnd === -1 ? text.length : from + lineEnd;
}

/**
 * Which live value stands for which recorded secret, within one origin: one to one, so that two passwords
 * that differed on the host must differ for the client, and one that was the same must be the same.
 */
export class Bindings {
  #valueOf = new Map<string, string>();
  #slotOf = new Map<string, string>();

  /** Whether the values fit what is bound already; `file` tells the ids of one cassette from another's. */
  fit(file: number, liveValues: readonly LiveValue[]): boolean {
    return liveValues.every((one) => {
      const slot = `${file}:${one.class}:${one.id}`;
      const value = `${file}:${one.class}:${Buffer.from(one.value).toString('latin1')}`;
      return (this.#valueOf.get(slot) ?? value) === value && (this.#slotOf.get(value) ?? slot) === slot;
    });
  }

  bind(file: number, liveValues: readonly LiveValue[]): void {
    for (const one of liveValues) {
      const slot = `${file}:${one.class}:${one.id}`;
      const value = `${file}:${one.class}:${Buffer.from(one.value).toString('latin1')}`;
      this.#valueOf.set(slot, value);
      this.#slotOf.set(value, slot);
    }
  }

  /** What is bound for a cassette that is no more. */
  forget(file: number): void {
    for (const bound of [this.#valueOf, this.#slotOf]) {
      for (const name of bound.keys()) if (name.startsWith(`${file}:`)) bound.delete(name);
    }
  }
}
