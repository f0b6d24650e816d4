import { describe, expect, it } from 'vitest';
import { type CsvChange, CsvRewriter } from '../../../src/hooks/rewrite/csv.ts';
import { random } from '../../support/random.ts';
import { expectSameInChunks, rewritten } from './rewritings.ts';

function rewriter(column: string, value: string, where: Record<string, string> = {}): CsvRewriter {
  const wanted: CsvChange['where'] = new Map(
    Object.entries(where).map(([name, text]) => [name, Buffer.from(text)]),
  );
  return new CsvRewriter({ column, value: Buffer.from(value), where: wanted });
}

const all = (one: CsvRewriter, ...chunks: string[]): string =>
  rewritten(
    one,
    chunks.map((chunk) => Buffer.from(chunk, 'latin1')),
  ).toString('latin1');

/** As esxcli says it: each line ends with a comma. */
const NICS = 'Link,Name,Speed,\nUp,vmnic0,10000,\nDown,vmnic1,0,\nUp,vmnic2,10000,\n';

describe('CSV', () => {
  it('has a field of each row replaced, and all else as it was', () => {
    expect(all(rewriter('Link', 'Down'), NICS)).toBe(NICS.replaceAll('Up', 'Down'));
  });

  it('has only the rows changed that are meant', () => {
    const one = rewriter('Speed', '1', { Name: 'vmnic2', Link: 'Up' });
    expect(all(one, NICS)).toBe(NICS.replace('vmnic2,10000', 'vmnic2,1'));
  });

  it.each([
    ['a,b\r\n1,2\r\n', 'a,b\r\n1,x\r\n'],
    ['a,b\n1,2', 'a,b\n1,x'],
    ['a,b\n1,"2"\n', 'a,b\n1,"x"\n'],
    ['a,b\n"1,""\n",2\n', 'a,b\n"1,""\n",x\n'],
    ['a,b\n1" ,2\n', 'a,b\n1" ,x\n'],
    ['a,b\n1\n\n,\n', 'a,b\n1\n\n,x\n'],
    ['a,"b"\n1,2\n', 'a,"b"\n1,x\n'],
    ['\u{ef}\u{bb}\u{bf}b,a\n1,2\n', '\u{ef}\u{bb}\u{bf}b,a\nx,2\n'],
    ['a,b\n\xff,2\n', 'a,b\n\xff,x\n'],
    ['a,c\n1,2\n', 'a,c\n1,2\n'],
    ['', ''],
    ['b', 'b'],
  ])('%j becomes %j', (csv, expected) => {
    expect(all(rewriter('b', 'x'), csv)).toBe(expected);
  });

  it.each([
    ['x,y', 'b\n"x,y"\n'],
    ['x"y', 'b\n"x""y"\n'],
    ['x\ny', 'b\n"x\ny"\n'],
    ['', 'b\n\n'],
  ])('quotes %j where it has to', (value, expected) => {
    expect(all(rewriter('b', value), 'b\n1\n')).toBe(expected);
  });

  it('knows what a quoted field holds', () => {
    const csv = 'a,b\n"1,""2""",2\n"",2\n';
    expect(all(rewriter('b', 'x', { a: '1,"2"' }), csv)).toBe('a,b\n"1,""2""",x\n"",2\n');
    expect(all(rewriter('b', 'x', { a: '' }), csv)).toBe('a,b\n"1,""2""",2\n"",x\n');
  });

  it('takes whatever fits', () => {
    const where = new Map([['Name', (value: Uint8Array) => Buffer.from(value).toString() > 'vmnic0']]);
    const one = new CsvRewriter({ column: 'Link', value: Buffer.from('?'), where });
    expect(all(one, NICS)).toBe(NICS.replace('Down,vmnic1', '?,vmnic1').replace('Up,vmnic2', '?,vmnic2'));
  });

  it('leaves a row as it is that is too long, and goes on behind it', () => {
    const long = `${'x'.repeat(2 * 1024 * 1024)},2\n`;
    const chunks = [`a,b\n${long.slice(0, 70_000)}`, long.slice(70_000), '1,2\n'];
    expect(all(rewriter('b', 'x'), ...chunks)).toBe(`a,b\n${long}1,x\n`);
    expect(all(rewriter('b', 'x'), long, '1,2\n')).toBe(`${long}1,2\n`);
  });

  it('is the same whatever the chunks', () => {
    for (let run = 0; run < 400; run++) {
      const seeded = random();
      const piece = (): string => seeded.pick(['a', 'b', 'x', ',', ',', '"', '""', '\n', '\r\n', '\xff']);
      const csv = `a,b,c\n${Array.from({ length: seeded.int(150) }, piece).join('')}`;
      expectSameInChunks(() => rewriter('b', 'x,', { a: 'a' }), Buffer.from(csv, 'latin1'), seeded);
    }
  });
});
