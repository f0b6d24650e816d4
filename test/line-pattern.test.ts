import { describe, expect, it } from 'vitest';
import { linePattern } from '../src/line-pattern.ts';

/** Every byte once. */
const BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1');

describe('a pattern for lines', () => {
  it.each([
    String.raw`\s`,
    String.raw`\W`,
    String.raw`\D`,
    String.raw`[\sx]`,
    String.raw`[\W]`,
    String.raw`[a\D]`,
    String.raw`[^\S]`,
    '[^x]',
    '.',
    '[^]',
    String.raw`[\w.]`,
  ])('matches by %s what it matches anyway, but no LF', (source) => {
    const pattern = linePattern(source);
    const left = [...BYTES].filter((char) => char === '\n' || !new RegExp(source).test(char));
    expect(pattern.replace(BYTES, '')).toBe(left.join(''));
    expect(pattern.staysInLine).toBe(true);
  });

  it('knows its named groups by their numbers', () => {
    const { groups, find } = linePattern(String.raw`\((?<a>[()]*)(x)(?:y)(?<b>z)`);
    expect([...groups]).toEqual([
      ['a', 1],
      ['b', 3],
    ]);
    expect([...(find('(()xyz', 0) ?? [])]).toEqual(['(()xyz', '()', 'x', 'z']);
  });

  it.each([
    String.raw`\n`,
    String.raw`\x0a`,
    '\n',
    String.raw`[\0-\x1f]`,
    String.raw`\cJ`,
    String.raw`[\t-~]`,
  ])('may meet an LF by %j', (source) => {
    expect(linePattern(source).staysInLine).toBe(false);
  });

  it.each(['(?=a)', String.raw`(a)\1`, '(', '[b-a]'])('is refused as %j as any pattern is', (source) => {
    expect(() => linePattern(source)).toThrow(expect.objectContaining({ code: 'BAD_PATTERN' }) as Error);
  });
});
