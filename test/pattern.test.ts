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

  it.each([
    '^(a+)+[ab]{17}$',
    '^(a+)+[ab]{1000}$',
    '^(?:a+)+(?:[ab]{3}){40}$',
    '^(?:a+)+([ab]{5}){5}$',
    '^(?:a+)+[ab]{17,40}$',
    '^(?:a+)+[ab]{17,}?$',
  ])('ends on %s, which backtracks and counts', (source) => {
    expect(pattern(source).ranges(bytes(`${'a'.repeat(150)}!`))).toEqual([]);
  });

  it.each([
    [
      '[0-9a-f]{32}',
      `x${'0'.repeat(70)}`,
      [
        [1, 33],
        [33, 65],
      ],
    ],
    [
      'a{17,20}',
      'a'.repeat(50),
      [
        [0, 20],
        [20, 40],
      ],
    ],
    [
      'a{17,20}?',
      'a'.repeat(40),
      [
        [0, 17],
        [17, 34],
      ],
    ],
    ['a{20,}', 'a'.repeat(45), [[0, 45]]],
    [String.raw`(?:[0-9a-f]{4}[-:]?){8}|A{3}`, '0123-'.repeat(8), [[0, 40]]],
    [String.raw`[\]{2}]{18}`, ']'.repeat(18), [[0, 18]]],
  ])('finds by %s what it says', (source, text, ranges) => {
    expect(pattern(source).ranges(bytes(text))).toEqual(ranges);
  });

  it('captures of a group that is repeated what it held last', () => {
    const { capture } = pattern('^(?<x>[ab]{5}){5}$');
    expect(String(capture(bytes(`${'a'.repeat(20)}babab`))?.get('x'))).toBe('babab');
  });

  it.each(['((?:a{100}){100}){100}', '(?<x>a{10}){2,9}'])('refuses %s, which counts too much', (source) => {
    expect(() => pattern(source)).toThrow(expect.objectContaining({ code: 'BAD_PATTERN' }));
  });

  it('explains a syntax error', () => {
    expect(() => pattern('a(')).toThrow(expect.objectContaining({ code: 'BAD_PATTERN' }));
  });
});
