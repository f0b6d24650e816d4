import { describe, expect, it } from 'vitest';
import { lineRewrite } from '../../../src/hooks/rewrite/line-rewrite.ts';
import { LONGEST_LINE, PatternRewriter } from '../../../src/hooks/rewrite/pattern.ts';
import { random } from '../../support/random.ts';
import { cutAnywhere, expectSameInChunks, rewritten } from './rewritings.ts';

const rewriter = (pattern: string, replacement: string, captures: Record<string, string> = {}) =>
  new PatternRewriter(
    lineRewrite(
      pattern,
      replacement,
    )(new Map(Object.entries(captures).map(([name, value]) => [name, Buffer.from(value)]))),
  );

const all = (pattern: string, replacement: string, ...chunks: string[]): string =>
  rewritten(
    rewriter(pattern, replacement),
    chunks.map((chunk) => Buffer.from(chunk)),
  ).toString();

/** The lines each by itself, as V8 replaces in them. */
const lineByLine = (text: string, pattern: string, replacement: string): string =>
  (text.match(/[^\n]*\n|[^\n]+$/g) ?? [])
    .map((line) => line.replace(/[^\n]*/, (own) => own.replaceAll(new RegExp(pattern, 'g'), replacement)))
    .join('');

describe('a pattern', () => {
  it.each([
    [String.raw`\bUp\b`, 'Down', ['a U', 'p\nUpper\nUp'], 'a Down\nUpper\nDown'],
    ['(?<first>[a-z]+) (?<last>[a-z]+)', '${last} ${first}', ['ada lov', 'elace\n'], 'lovelace ada\n'],
    ['[a-z]+', '<$1 $& $$ $${x}>', ['ada'], '<$1 $& $$ ${x}>'],
    ['^', '> ', ['a\n\nb\n'], '> a\n> \n> b\n'],
    ['$', '.', ['a\n', '\n', 'b'], 'a.\n.\nb.'],
    ['x*', '-', ['axb\nc'], '-a--b-\n-c-'],
    ['[^b]+', '*', ['aa', '\naba'], '*\n*b*'],
    [String.raw`a\s*b`, 'x', ['a\nb a \tb'], 'a\nb x'],
    [String.raw`a(\n|c)`, 'x', ['a\nac'], 'a\nx'],
    ['.+', 'x', ['a\r\nb\r\n'], 'x\r\nx\r\n'],
  ])('%j is replaced by %j in %j', (pattern, replacement, chunks, expected) => {
    expect(all(pattern, replacement, ...chunks)).toBe(expected);
  });

  it('may be replaced by what the match of its hook has captured; a group of its own comes first', () => {
    const one = rewriter('(?<nic>vmnic[0-9])', '${nic} of ${host}${none}', { nic: 'x', host: 'esx-1' });
    expect(rewritten(one, [Buffer.from('vmnic0')]).toString()).toBe('vmnic0 of esx-1');
  });

  it('leaves bytes that are not UTF-8 as they are', () => {
    const stream = Buffer.from('a\xffUp\xfe\n\x80', 'latin1');
    expect(rewritten(rewriter('Up', 'ü'), [stream])).toEqual(
      Buffer.concat([Buffer.from('a\xff', 'latin1'), Buffer.from('ü'), Buffer.from('\xfe\n\x80', 'latin1')]),
    );
  });

  it('holds back a line that has not ended', () => {
    const one = rewriter('x', 'y');
    expect([...one.push(Buffer.from('x\nx'))].map(String).join('')).toBe('y\n');
    expect(one.holds).toBe(true);
    expect([...one.release()].map(String).join('')).toBe('y');
    expect(one.holds).toBe(false);
  });

  it('sees a line without end in parts, the same whatever the chunks', () => {
    const seeded = random();
    for (const more of [-1, 0, 1, LONGEST_LINE, LONGEST_LINE + 7]) {
      const line = 'ab'.repeat(LONGEST_LINE).slice(0, LONGEST_LINE + more);
      const stream = Buffer.from(`ab\n${line}\nab\n${line}`);
      expectSameInChunks(() => rewriter('ab|^b', 'x'), stream, seeded);
      expectSameInChunks(() => rewriter('(ab|\n|^b)', 'x'), stream, seeded);
    }
  });

  it('gives what is far longer than what came in pieces', () => {
    let sum = 0;
    for (const { length } of rewriter('x', 'y'.repeat(100_000)).push(Buffer.from(`${'x'.repeat(1000)}\n`))) {
      expect(length).toBeLessThanOrEqual(100_000);
      sum += length;
    }
    expect(sum).toBe(100_000_001);
  });

  const PATTERNS = ['a+', 'b|^a', 'a$', '[^a]', '.', '(a)(b)?', String.raw`\W+`, 'b*', '[ab]{2}'];

  it.each(PATTERNS)('%s is replaced as in each line by itself, whatever the chunks', (pattern) => {
    for (let run = 0; run < 100; run++) {
      const seeded = random();
      const stream = Array.from({ length: seeded.int(200) }, () =>
        seeded.pick(['a', 'b', '\n', '\xff', ' ']),
      );
      const chunks = cutAnywhere(Buffer.from(stream.join(''), 'latin1'), seeded);
      const actual = rewritten(rewriter(pattern, '<>'), chunks).toString('latin1');
      expect(actual, `seed ${seeded.seed}`).toBe(lineByLine(stream.join(''), pattern, '<>'));
      const slowly = rewriter(`${pattern}|\n`, '<>');
      expect(rewritten(slowly, chunks).toString('latin1'), `seed ${seeded.seed}`).toBe(actual);
    }
  });
});
