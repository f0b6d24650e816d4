import type { Place } from '../trouble.ts';
import { asFields, asList, type Fields, pack, unpack } from './shape.ts';

/** What changes of a recording that moves into another cassette. */
export interface Move {
  /** In place of its own, µs. */
  start: number;
  /** Added to the ids of its secrets. */
  idShift: number;
}

/** Where the id stands in a slot of a head, and in one of a value that stands alone. */
const PLACED_ID = 5;
const PLAIN_ID = 3;

/** The payload of a head, moved; what this release does not know of it stays. */
export function moveHead(payload: Buffer, { start, idShift }: Move, place: Place): Buffer {
  const fields = new Map(asFields(unpack(payload, place), 'the head of a recording', place));
  fields.set('start', start);
  if (idShift !== 0) {
    shiftIn(fields, idShift, place);
    if (fields.has('executed')) {
      const executed = new Map(asFields(fields.get('executed'), 'what was executed', place));
      shiftIn(executed, idShift, place);
      fields.set('executed', executed);
    }
    if (fields.has('cwd')) {
      const [bytes, slots, ...rest] = asList(fields.get('cwd'), 'the folder', place);
      const own = slots === undefined ? [] : [shifted(slots, PLAIN_ID, idShift, place)];
      fields.set('cwd', [bytes, ...own, ...rest]);
    }
  }
  return pack(fields);
}

/** The payload of an event or an end, with other ids. */
export function moveEvent(payload: Buffer, idShift: number, place: Place): Buffer {
  const value = unpack(payload, place);
  if (!Array.isArray(value) || !Array.isArray(value[3]) || ![0, 1, 2].includes(value[1] as number))
    return payload;
  const [at, kind, bytes, slots, ...rest] = value as unknown[];
  return pack([at, kind, bytes, shifted(slots, PLAIN_ID, idShift, place), ...rest]);
}

function shiftIn(fields: Map<unknown, unknown>, idShift: number, place: Place): void {
  if (hasSlots(fields)) fields.set('slots', shifted(fields.get('slots'), PLACED_ID, idShift, place));
}

const hasSlots = (fields: Fields): boolean => fields.has('slots');

const shifted = (slots: unknown, position: number, idShift: number, place: Place): unknown[] =>
  asList(slots, 'the slots', place).map((slot) =>
    asList(slot, 'a slot', place).map((part, i) => (i === position ? Number(part) + idShift : part)),
  );
