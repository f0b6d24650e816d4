import { Packr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../src/cassette/v1/shape.ts';
import { random, type Random } from '../support/random.ts';

const { seed } = random();
const place = { path: 'x', offset: 100 };

describe(`the structure check (seed ${seed})`, () => {
  it('passes whatever msgpack can say without extensions', () => {
    const packr = new Packr({ useRecords: false });
    for (let round = 0; round < 2_000; round++) {
      const value = randomValue(random(seed + round), 5);
      expect(() => unpack(packr.pack(value), place), `seed ${seed + round}`).not.toThrow();
    }
  });

  it('refuses every beginning of a value, and every value with a byte more', () => {
    const packr = new Packr({ useRecords: false });
    for (let round = 0; round < 40; round++) {
      const bytes = packr.pack(randomValue(random(seed + round), 3));
      for (let length = 0; length < bytes.length; length++) {
        expect(() => unpack(bytes.subarray(0, length), place)).toThrow('damaged at byte');
      }
      expect(() => unpack(Buffer.concat([bytes, bytes]), place)).toThrow(
        `damaged at byte ${100 + bytes.length}`,
      );
    }
  });
});

function randomValue(chance: Random, depth: number): unknown {
  const { int, pick, text, bytes } = chance;
  const plain: (() => unknown)[] = [
    () => null,
    () => true,
    () => int(2 ** 31) - 2 ** 30,
    () => int(300) * 2 ** 33,
    () => int(1000) / 7,
    () => text(int(300)),
    () => bytes(int(300)),
  ];
  if (depth === 0) return pick(plain)();
  return pick([
    ...plain,
    () => Array.from({ length: int(20) }, () => randomValue(chance, depth - 1)),
    () => new Map(Array.from({ length: int(20) }, () => [text(3), randomValue(chance, depth - 1)])),
  ])();
}
