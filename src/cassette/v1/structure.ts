import type { TapeheadError } from '../../errors.ts';
import { MAX_DEPTH, MAX_PAYLOAD, MAX_VALUES } from '../limits.ts';
import { damaged, type Place } from '../trouble.ts';

/**
 * Checks that a payload is one whole msgpack value within the limits, before anything is decoded: a
 * decoder reserves memory for as many elements as an array claims to have. Extension types are refused.
 *
 * @throws TapeheadError CASSETTE_DAMAGED
 */
export function checkStructure(payload: Buffer, place: Place): void {
  if (payload.length > MAX_PAYLOAD) throw damaged(place, `a payload of ${payload.length} bytes`);
  const open = [1]; // how many values are still to come, at each depth
  let depth = 0;
  let values = 0;
  let at = 0;
  while (depth >= 0) {
    if (open[depth] === 0) {
      depth--;
      continue;
    }
    (open[depth] as number)--;
    if (++values > MAX_VALUES) throw malformed(place, at, `more than ${MAX_VALUES} values in one payload`);
    if (at >= payload.length) throw malformed(place, at, 'a value is missing');
    const type = payload[at] as number;
    const width = widthOf(type);
    if (width < 0)
      throw malformed(place, at, `a msgpack type that cassettes do not use (0x${type.toString(16)})`);
    if (at + 1 + width > payload.length) throw malformed(place, at, 'a value is cut off');
    const length = width === 0 || isNumber(type) ? 0 : payload.readUIntBE(at + 1, width);
    const end = at + 1 + width + bytesOf(type, length);
    const children = childrenOf(type, length);
    if (end + children > payload.length) throw malformed(place, at, 'a value is longer than its payload');
    if (children > 0) {
      if (++depth > MAX_DEPTH) throw malformed(place, at, `more than ${MAX_DEPTH} levels of nesting`);
      open[depth] = children;
    }
    at = end;
  }
  if (at !== payload.length) throw malformed(place, at, 'bytes after the end of a value');
}

const malformed = ({ path, offset }: Place, at: number, what: string): TapeheadError =>
  damaged({ path, offset: offset + at }, what);

/** Bytes after the type byte that hold a number or a length; −1 for the types that are refused. */
function widthOf(type: number): number {
  if (type < 0xc0 || type >= 0xe0) return 0;
  return WIDTHS[type - 0xc0] as number;
}

// nil, never used, false, true, bin 8–32, ext 8–32, float 32 and 64, uint 8–64, int 8–64, fixext, str 8–32,
// array 16 and 32, map 16 and 32
const WIDTHS = [
  0, -1, 0, 0, 1, 2, 4, -1, -1, -1, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, -1, -1, -1, -1, -1, 1, 2, 4, 2, 4, 2, 4,
];

const isNumber = (type: number): boolean => type >= 0xca && type <= 0xd3;

/** Bytes that follow type and length. */
function bytesOf(type: number, length: number): number {
  if (type >= 0xa0 && type <= 0xbf) return type & 0x1f;
  return type >= 0xc4 && type <= 0xdb ? length : 0;
}

/** Values that do. */
function childrenOf(type: number, length: number): number {
  if (type >= 0x80 && type <= 0x8f) return 2 * (type & 0x0f);
  if (type >= 0x90 && type <= 0x9f) return type & 0x0f;
  if (type === 0xdc || type === 0xdd) return length;
  return type === 0xde || type === 0xdf ? 2 * length : 0;
}
