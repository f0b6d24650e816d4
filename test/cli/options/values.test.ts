import { describe, expect, test } from 'vitest';
import { bytes, commaList, count, each, oneOf, seconds } from '../../../src/cli/options/values.ts';

describe('one of a few words', () => {
  const repeat = oneOf('--repeat', ['last', 'never', 'cycle']);

  test('is read as it is', () => {
    expect(repeat('cycle')).toBe('cycle');
  });

  test('names the nearest right word for a wrong one', () => {
    expect(() => repeat('cylce')).toThrow(
      expect.objectContaining({ code: 'USAGE', remedy: '--repeat cycle   (one of last, never, cycle)' }),
    );
  });

  test('names them all where none is near', () => {
    expect(() => repeat('xyzzy')).toThrow(
      expect.objectContaining({ code: 'USAGE', remedy: '--repeat with one of last, never, cycle' }),
    );
  });
});

describe('seconds', () => {
  test.each([
    ['0', 0],
    ['30', 30_000],
    ['0.25', 250],
    ['.5', 500],
    ['2147483', 2_147_483_000],
  ])('%s', (text, ms) => {
    expect(seconds('--stdin-timeout')(text)).toBe(ms);
  });

  test.each(['', '-1', '1s', '1e3', 'Infinity', '2147484', '.', ' 1'])('%j is refused', (text) => {
    expect(() => seconds('--stdin-timeout')(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('a count', () => {
  test('is a whole number of at least 1', () => {
    expect(count('--upstream-connections', 64)('2')).toBe(2);
  });

  test.each(['0', '-1', '1.5', '65', '', 'two', '0x2'])('%j is refused', (text) => {
    expect(() => count('--upstream-connections', 64)(text)).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
  });
});

describe('a number of bytes', () => {
  test.each([
    ['1', 1],
    ['1000', 1_000],
    ['64k', 65_536],
    ['500M', 524_288_000],
    ['4g', 4_294_967_296],
  ])('%s', (text, size) => {
    expect(bytes('--max-recording')(text)).toBe(size);
  });

  test.each(['0', '0g', '-1', '1.5g', '', 'g', '4t', '4 g', '0x2', '99999999999999g'])(
    '%j is refused',
    (text) => {
      expect(() => bytes('--max-recording')(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    },
  );
});

test('a comma list takes blanks around words, and grows when the option is given again', () => {
  const list = commaList((text) => text);
  expect(list('c', list('a, b', undefined))).toEqual(['a', 'b', 'c']);
});

test('a repeatable option keeps commas', () => {
  const more = each((text) => text);
  expect(more('b', more('a,1', undefined))).toEqual(['a,1', 'b']);
});
