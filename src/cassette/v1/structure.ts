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
  const open: number[] = [1]; // how many values are still to come, at each depth
  let values = 0;
  let at = 0;
  while (open.length > 0) {
    const left = open.at(-1) as number;
    if (left === 0) {
      open.pop();
      continue;
    }
    open[open.length - 1] = left - 1;
    const start = at;
    const fail = (what: string): never => {
      throw damaged({ path: place.path, offset: place.offset + start }, what);
    };
    if (++values > MAX_VALUES) fail(`more than ${MAX_VALUES} values in one payload`);
    if (at >= payload.length) fail('a value is missing');
    const type = payload[at++] as number;
    const width = widthOf(type);
    if (width < 0) fail(`a msgpack type that cassettes do not use (0x${type.toString(16)})`);
    if (at + width > payload.length) fail('a value is cut off');
    const { bytes, children } = contentOf(type, width === 0 ? 0 : lengthAt(payload, at, width, type));
    at += width + bytes;
    if (at + children > payload.length) fail('a value is longer than its payload');
    if (children > 0 && open.push(children) > MAX_DEPTH + 1) fail(`more than ${MAX_DEPTH} levels of nesting`);
  }
  if (at !== payload.length) {
    throw damaged({ path: place.path, offset: place.offset + at }, 'bytes after the end of a value');
  }
}

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

function lengthAt(payload: Buffer, at: number, width: number, type: number): number {
  const isNumber = type >= 0xca && type <= 0xd3;
  return isNumber ? 0 : payload.readUIntBE(at, width);
}

/** What follows type and length: so many bytes, or so many values. */
function contentOf(type: number, length: number): { bytes: number; children: number } {
  if (type <= 0x7f || type >= 0xe0) return NOTHING;
  if (type <= 0x8f) return { bytes: 0, children: 2 * (type & 0x0f) };
  if (type <= 0x9f) return { bytes: 0, children: type & 0x0f };
  if (type <= 0xbf) return { bytes: type & 0x1f, children: 0 };
  if (type >= 0xde) return { bytes: 0, children: 2 * length };
  if (type >= 0xdc) return { bytes: 0, children: length };
  return length === 0 ? NOTHING : { bytes: length, children: 0 };
}

const NOTHING = { bytes: 0, children: 0 };
