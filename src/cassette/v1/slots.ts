import type { Slot } from '../recording.ts';
import { damaged, type Place } from '../trouble.ts';
import { asCount, asList, asText, type Fields, list } from './shape.ts';

/** A slot in one of several words or variables. */
type Placed<Field extends string> = Slot & { field: Field; index: number };

/** Undefined, and so left out, where there are none. */
export const encodeSlots = (slots: readonly Placed<string>[]): unknown[] | undefined =>
  slots.length === 0
    ? undefined
    : slots.map(({ field, index, offset, length, class: name, id }) => [
        field,
        index,
        offset,
        length,
        name,
        id,
      ]);

/** Those in `slots`; each in one of the fields that may have some. */
export const decodeSlots = <Field extends string>(
  fields: Fields,
  known: readonly Field[],
  place: Place,
): Placed<Field>[] =>
  list(fields, 'slots', place).map((slot) => decodeSlot(asList(slot, 'a slot', place), known, place));

/** Slots of bytes that stand beside them, as in an event. */
export const encodePlainSlots = (slots: readonly Slot[]): unknown[] =>
  slots.map((slot) => [slot.offset, slot.length, slot.class, slot.id]);

export const decodePlainSlots = (slots: unknown, place: Place): Slot[] =>
  asList(slots, 'the slots', place).map((slot) => decodeSlotAt(asList(slot, 'a slot', place), place));

function decodeSlot<Field extends string>(
  [field, index, offset, length, name, id]: readonly unknown[],
  known: readonly Field[],
  place: Place,
): Placed<Field> {
  const knownField = known.find((one) => one === field);
  if (knownField === undefined) throw damaged(place, 'a slot in an unknown field');
  return {
    field: knownField,
    index: asCount(index, 'the index of a slot', place),
    ...decodeSlotAt([offset, length, name, id], place),
  };
}

const decodeSlotAt = ([offset, length, name, id]: readonly unknown[], place: Place): Slot => ({
  offset: asCount(offset, 'the offset of a slot', place),
  length: asCount(length, 'the length of a slot', place),
  class: asText(name, 'the class of a slot', place),
  id: asCount(id, 'the id of a slot', place),
});
