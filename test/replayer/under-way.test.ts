import { expect, it } from 'vitest';
import { UnderWay } from '../../replayer/under-way.ts';

it('waits for what has begun, and for nothing that begins meanwhile', async () => {
  const underWay = new UnderWay();
  const seen: string[] = [];
  const [first, second] = [underWay.begin(), underWay.begin()];
  const over = underWay.overSoFar().then(() => seen.push('the first two'));
  const third = underWay.begin();
  const allOver = underWay.overSoFar().then(() => seen.push('all'));
  first.end();
  third.end();
  expect(seen).toEqual([]);
  second.end();
  await Promise.all([over, allOver]);
  expect(seen).toEqual(['the first two', 'all']);
});

it('waits for nothing where nothing has begun', async () => {
  const underWay = new UnderWay();
  underWay.begin().end();
  await expect(underWay.overSoFar()).resolves.toBeDefined();
});
