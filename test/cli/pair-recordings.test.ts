import { expect, test } from 'vitest';
import { pairRecordings } from '../../src/cli/pair-recordings.ts';

const pairs = (left: string, right: string): string =>
  pairRecordings(left.split(''), right.split(''))
    .map(({ a, b }) => `${a ?? '-'}${b ?? '-'}`)
    .join(' ');

test('the same keys in the same order pair one to one', () => {
  expect(pairs('xyx', 'xyx')).toBe('00 11 22');
});

test('one more in the middle shifts nothing', () => {
  expect(pairs('abc', 'axbc')).toBe('00 -1 12 23');
  expect(pairs('axbc', 'abc')).toBe('00 1- 21 32');
});

test('what only the second has stands where it has it, at the beginning too', () => {
  expect(pairs('ab', 'xyab')).toBe('-0 -1 02 13');
  expect(pairs('', 'xy')).toBe('-0 -1');
});

test('a key that comes twice pairs by occurrence', () => {
  expect(pairs('aa', 'aaa')).toBe('00 11 -2');
  expect(pairs('aaa', 'aa')).toBe('00 11 2-');
});

test('another order pairs all the same', () => {
  expect(pairs('ab', 'ba')).toBe('01 10');
});

test('each recording of both is there exactly once, whatever they are', () => {
  let seed = 7;
  const random = (n: number): number => (seed = (seed * 48_271) % 2_147_483_647) % n;
  for (let run = 0; run < 500; run++) {
    const [a, b] = [0, 1].map(() => Array.from({ length: random(12) }, () => 'abcd'[random(4)] ?? ''));
    const found = pairRecordings(a ?? [], b ?? []);
    const numbers = (side: 'a' | 'b'): number[] =>
      found.flatMap((pair) => pair[side] ?? []).toSorted((x, y) => x - y);
    expect(numbers('a')).toEqual(a?.map((_, i) => i));
    expect(numbers('b')).toEqual(b?.map((_, i) => i));
  }
});
