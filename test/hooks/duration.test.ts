import { describe, expect, it } from 'vitest';
import { duration } from '../../src/hooks/duration.ts';

describe('a duration', () => {
  it.each([
    ['250ms', 250],
    ['2s', 2000],
    ['1.5m', 90_000],
    ['0ms', 0],
    [' 3s ', 3000],
  ])('of %s is %d ms', (text, ms) => {
    expect(duration(text)).toBe(ms);
  });

  it.each(['', '5', 's', '-1s', '1h', '1 s', '1e3ms', '.5s'])('is not %j', (text) => {
    expect(() => duration(text)).toThrow(
      expect.objectContaining({ code: 'BAD_HOOK', remedy: 'write 250ms, 2s or 1.5m' }),
    );
  });
});
