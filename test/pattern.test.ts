import { describe, expect, it } from 'vitest';
import { pattern } from '../src/pattern.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('pattern', () => {
  it('gives byte ranges, also of bytes that are not UTF-8', () => {
    expect(pattern('[0-9]+').ranges(bytes('\xff12 a345'))).toEqual([
      [1, 3],
      [5, 8],
    ]);
  });

  it('leaves out empty matches', () => {
    expect(pattern('x*').ranges(bytes('axa'))).toEqual([[1, 2]]);
  });

  it('ends on a pattern that backtracks without bound', () => {
    expect(pattern('^(a+)+$').ranges(bytes(`${'a'.repeat(40)}!`))).toEqual([]);
  });

  it.each(['(?=a)', '(?!a)', '(?<=a)b', '(?<!a)b', '(a)\\1', '(?<n>a)\\k<n>'])('refuses %s', (source) => {
    expect(() => pattern(source)).toThrow(expect.objectContaining({ code: 'BAD_PATTERN' }));
  });

  it.each(['[(?=]+', '\\(\\?=', '(?<name>a)', '(?:a)', '[\\1]'])(
    'admits %s, which only looks like one of those',
    (source) => {
      expect(pattern(source).source).toBe(source);
    },
  );

  it('explains a syntax error', () => {
    expect(() => pattern('a(')).toThrow(expect.objectContaining({ code: 'BAD_PATTERN' }));
  });
});
