import { TapeheadError } from '../../errors.ts';
import type { CassetteHeader } from '../recording.ts';
import { damaged, type Place } from '../trouble.ts';
import { decodeHosts, encodeHosts, joinHosts } from './hosts.ts';
import { asFields, asText, type Fields, list, pack, unpack, written } from './shape.ts';

// Fields in this order, those at their default left out: equal content, equal bytes. What a reader does not
// know it passes over, and keeps where it rewrites.
const KNOWN = ['day', 'host', 'hosts', 'redacted', 'stamped'];

export function encodeHeader(header: CassetteHeader): Buffer {
  return pack(
    written({
      day: header.day,
      ...encodeHosts(header),
      redacted: header.redacted.length > 0 ? header.redacted.toSorted() : undefined,
      stamped: header.stamped,
    }),
  );
}

export function decodeHeader(payload: Buffer, place: Place): CassetteHeader {
  const fields = asFields(unpack(payload, place), 'the header', place);
  return {
    day: asDay(fields.get('day'), 'the day', place),
    ...decodeHosts(fields, place),
    redacted: list(fields, 'redacted', place).map((name) => asText(name, 'a class', place)),
    ...(fields.has('stamped') && { stamped: asDay(fields.get('stamped'), 'the day of the stamp', place) }),
  };
}

/** Whether a payload, which may be anything, is a header. */
export function isHeader(payload: Buffer, place: Place): boolean {
  try {
    decodeHeader(payload, place);
    return true;
  } catch (error) {
    if (error instanceof TapeheadError) return false;
    throw error;
  }
}

/**
 * The old header with the classes of both, and with the hosts of origins that had none before; fields this
 * release does not know stay, and so does the day.
 */
export function joinHeaders(old: Buffer, added: CassetteHeader, path: string): Buffer {
  const place = { path, offset: 0 };
  const { redacted } = decodeHeader(old, place);
  const classes = [...new Set([...redacted, ...added.redacted])].toSorted();
  const fields = asFields(unpack(old, place), 'the header', place);
  const hosts = joinHosts(fields, added, place);
  if (classes.length === redacted.length && hosts.size === 0) return old;
  return packFields(
    new Map([...fields, ...hosts, ...(classes.length > 0 ? [['redacted', classes] as const] : [])]),
  );
}

/** The same header with another day of the stamp, YYYY-MM-DD. */
export function stampHeader(old: Buffer, stamped: string, path: string): Buffer {
  const place = { path, offset: 0 };
  return packFields(new Map([...asFields(unpack(old, place), 'the header', place), ['stamped', stamped]]));
}

function packFields(fields: Fields): Buffer {
  const order = new Set([...KNOWN.filter((name) => fields.has(name)), ...fields.keys()]);
  return pack(new Map([...order].map((name) => [name, fields.get(name)])));
}

function asDay(value: unknown, what: string, place: Place): string {
  const day = asText(value, what, place);
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw damaged(place, `${what} is not YYYY-MM-DD`);
  return day;
}

/**
 * The header of two cassettes that were made of one. A field that only one of them has changed is as that has it. Of what
 * both have changed: the earlier day, the classes and hosts of both, ours of what this release does not know.
 */
export function mergeHeaders(base: Buffer | undefined, ours: Buffer, theirs: Buffer, path: string): Buffer {
  const place = { path, offset: 0 };
  const fieldsOf = (payload: Buffer): Fields => asFields(unpack(payload, place), 'the header', place);
  const before: Fields = base ? fieldsOf(base) : new Map();
  const [own, other] = [fieldsOf(ours), fieldsOf(theirs)];
  const added = decodeHeader(theirs, place);
  const hosts = joinHosts(own, added, place);
  const classes = new Set([...decodeHeader(ours, place).redacted, ...added.redacted]);
  const merged = new Map<unknown, unknown>();
  for (const name of new Set([...own.keys(), ...other.keys()])) {
    const [was, mine, its] = [before.get(name), own.get(name), other.get(name)];
    let value: unknown;
    if (name === 'redacted') value = [...classes].toSorted();
    else if (same(mine, was)) value = its;
    else if (same(its, was)) value = mine;
    else if (name === 'day' || name === 'stamped') value = earlier(mine, its);
    else value = hosts.get(name) ?? mine;
    if (value !== undefined) merged.set(name, value);
  }
  return packFields(merged);
}

const same = (a: unknown, b: unknown): boolean => pack(a ?? null).equals(pack(b ?? null));

/** Undefined where one of them has none: then it is not known of both. */
const earlier = (a: unknown, b: unknown): unknown =>
  typeof a === 'string' && typeof b === 'string' ? (a < b ? a : b) : undefined;
