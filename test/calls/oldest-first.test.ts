import { describe, expect, it } from 'vitest';
import { OldestFirst } from '../../src/calls/oldest-first.ts';

describe('things in the order they came', () => {
  it('are found behind a place, whichever were taken away', () => {
    const numbers = new OldestFirst<number>();
    for (let number = 1; number <= 20; number++) numbers.add(number);
    for (const gone of [1, 2, 3, 7, 20]) numbers.remove(gone);
    const behind = (place: number): number[] => numbers.behind((number) => number <= place);
    expect(behind(0)).toEqual([...numbers]);
    expect(behind(6)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect([behind(18), behind(19), behind(99)]).toEqual([[19], [], []]);
  });
});
