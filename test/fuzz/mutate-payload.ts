import { TapeheadError } from '../../src/errors.ts';
import { pack, unpack } from '../../src/cassette/v1/shape.ts';
import type { Random } from '../support/random.ts';
import { mutateBytes } from './mutate-bytes.ts';

/** A payload that is none any more, or one that says something else. Never empty: a frame of nothing is none. */
export function mutatePayload(payload: Buffer, random: Random): Buffer {
  const mutated = random.pick([hostileHead, otherValue, otherValue, changed])(payload, random);
  return mutated.length > 0 ? mutated : Buffer.from([0xc0]);
}

/** Heads of msgpack values that claim more than there is, or that cassettes do not use. */
const HEADS = [
  'ddffffffff', // arrays, maps, bytes and text of four thousand million
  'dfffffffff',
  'c6ffffffff',
  'dbffffffff',
  'dcffff',
  'deffff',
  'c5ffff',
  'daffff',
  'c4ff',
  'd9ff',
  'dd00020001',
  'c1', // never used
  'd40100', // extension types
  'c9ffffffff01',
  'c7ff01',
  'cfffffffffffffffff', // numbers past 2^53, below zero, and none
  'd3ffffffffffffffff',
  'cb7ff8000000000000',
  'cb7ff0000000000000',
  'cb8000000000000000',
  'cb4340000000000000',
  'ca7f800000',
  'e0',
  '9f',
  '8f',
].map((hex) => Buffer.from(hex, 'hex'));

function hostileHead(payload: Buffer, { int, pick }: Random): Buffer {
  const head = pick([...HEADS, Buffer.alloc(1 + int(200), 0x91), Buffer.alloc(1 + int(200), 0x81)]);
  const at = int(payload.length);
  return Buffer.concat([payload.subarray(0, at), head, payload.subarray(at + int(head.length + 2))]);
}

function changed(payload: Buffer, random: Random): Buffer {
  return mutateBytes(payload, payload, random).bytes;
}

/** The same structure, with one value in it replaced by one that is well formed and has no business there. */
function otherValue(payload: Buffer, random: Random): Buffer {
  return pack(replaceOne(valueOf(payload), random));
}

/** A payload may have been mutated before. */
function valueOf(payload: Buffer): unknown {
  try {
    return unpack(payload, { path: '', offset: 0 });
  } catch (error) {
    if (error instanceof TapeheadError) return payload;
    throw error;
  }
}

function replaceOne(value: unknown, random: Random): unknown {
  const { int } = random;
  const goesDeeper = int(4) > 0;
  if (Array.isArray(value) && value.length > 0 && goesDeeper) {
    const at = int(value.length);
    if (int(8) === 0) return value.toSpliced(at, int(2), hostileValue(random));
    return value.with(at, replaceOne(value[at], random));
  }
  if (value instanceof Map && value.size > 0 && goesDeeper) {
    const key = random.pick([...value.keys()] as unknown[]);
    if (int(8) === 0) return new Map([...value].filter(([other]) => other !== key));
    return new Map(value).set(key, replaceOne(value.get(key), random));
  }
  if (typeof value === 'number' && int(2)) return random.pick([value + 1, value - 1, value * 2, -value]);
  return hostileValue(random);
}

function hostileValue({ int, pick, bytes, text }: Random): unknown {
  return pick<() => unknown>([
    () => pick([0, 1, -1, 7, 127, 255, 65_535, 65_536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53]),
    () => pick([0.5, NaN, Infinity, -Infinity, -0, 1e300]),
    () => pick([null, true, false]),
    () => pick(['', 'stdin', '__proto__', 'constructor', '\u{0}', '\n', '\u{1b}[2J']),
    () => text(int(50)),
    () => bytes(int(50)),
    () => [],
    () => new Map(),
    () => Array.from({ length: int(2_000) }, () => 0),
    () => Array.from({ length: int(40) }, (_, i) => [i % 3, int(9), 'class', int(3)]),
    () => Array.from({ length: int(40) }, (_, i) => ['argv', i % 3, int(9), int(9), 'class', int(3)]),
    () => Array.from({ length: int(40) }, () => bytes(int(4))),
    () => new Map([[0, 1]]),
    () => new Map([['events', int(9)]]),
  ])();
}
