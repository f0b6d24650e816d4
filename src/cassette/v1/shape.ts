import { Packr, Unpackr } from 'msgpackr';
import { MAX_INTEGER } from '../limits.ts';
import { damaged, type Place } from '../trouble.ts';
import { checkStructure } from './structure.ts';

// Minimal lengths and integers, so that equal content gives equal bytes. Integers above 2^32 − 1 come out
// as float 64; on reading, uint 64 gives the same number.
const packr = new Packr({ useRecords: false, variableMapSize: true });
const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: false, int64AsType: 'number' });

/** A map as it was decoded: text keys count, whatever else it holds is left alone. */
export type Fields = ReadonlyMap<unknown, unknown>;

/** The msgpack bytes of plain objects, Maps, arrays, numbers, text, booleans and Buffers. */
export const pack = (value: unknown): Buffer => packr.pack(value);

/** @throws TapeheadError CASSETTE_DAMAGED where it is not one whole value within the limits. */
export function unpack(payload: Buffer, place: Place): unknown {
  checkStructure(payload, place);
  return unpackr.unpack(payload);
}

export function asFields(value: unknown, what: string, place: Place): Fields {
  if (value instanceof Map) return value;
  throw damaged(place, `${what} is no map`);
}

export function asList(value: unknown, what: string, place: Place): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw damaged(place, `${what} is no array`);
}

/** The array in a field, empty where there is none. */
export const list = (fields: Fields, name: string, place: Place): readonly unknown[] =>
  fields.has(name) ? asList(fields.get(name), name, place) : [];

export function asText(value: unknown, what: string, place: Place): string {
  if (typeof value === 'string') return value;
  throw damaged(place, `${what} is no text`);
}

export function asBytes(value: unknown, what: string, place: Place): Buffer {
  if (Buffer.isBuffer(value)) return value;
  throw damaged(place, `${what} are no bytes`);
}

/** A whole number from 0. */
export function asCount(value: unknown, what: string, place: Place, most = MAX_INTEGER): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw damaged(place, `${what} is no whole number from 0 to ${most}`);
}

/** Without the fields that are undefined. */
export function written(fields: Record<string, unknown>): Map<string, unknown> {
  const map = new Map<string, unknown>();
  for (const name in fields) if (fields[name] !== undefined) map.set(name, fields[name]);
  return map;
}
