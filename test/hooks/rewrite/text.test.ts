import { describe, expect, it } from 'vitest';
import { TextRewriter } from '../../../src/hooks/rewrite/text.ts';
import { random } from '../../support/random.ts';
import { cutAnywhere, expectSameInChunks, rewritten } from './rewritings.ts';

const rewriter = (text: string, replacement: string): TextRewriter =>
  new TextRewriter(Buffer.from(text), Buffer.from(replacement));

const all = (text: string, replacement: string, ...chunks: string[]): string =>
  rewritten(
    rewriter(text, replacement),
    chunks.map((chunk) => Buffer.from(chunk)),
  ).toString();

describe('a text', () => {
  it.each([
    ['Up', 'Down', ['a Up b Up'], 'a Down b Down'],
    ['Up', 'Down', ['a U', 'p b ', 'U', 'p'], 'a Down b Down'],
    ['Up', '', ['UUpp'], 'Up'],
    ['aab', 'x', ['a', 'a', 'a', 'b'], 'ax'],
    ['aa', 'x', ['a', 'aa'], 'xa'],
    ['abab', 'x', ['ab', 'aab', 'abab'], 'abaxab'],
    ['a\nb', 'x', ['a\n', 'b\na'], 'x\na'],
    ['ü', '$& $1', ['ü\n'], '$& $1\n'],
    ['.*', '-', ['a.*b'], 'a-b'],
  ])('%j is replaced by %j in %j', (text, replacement, chunks, expected) => {
    expect(all(text, replacement, ...chunks)).toBe(expected);
  });

  it('holds back nothing but what may be its beginning', () => {
    const one = rewriter('Password', 'x');
    const given = [...one.push(Buffer.from('login Pass'))].map(String);
    expect(given.join('')).toBe('login ');
    expect(one.holds).toBe(true);
    expect([...one.release()].map(String).join('')).toBe('Pass');
    expect(one.holds).toBe(false);
    expect([...one.push(Buffer.from('word'))].map(String).join('')).toBe('word');
  });

  it('leaves long chunks without it where they lie', () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const given = [...rewriter('Up', 'Down').push(chunk)];
    expect(given.every(({ buffer }) => buffer === chunk.buffer)).toBe(true);
    expect(given.reduce((sum, { length }) => sum + length, 0)).toBe(chunk.length);
  });

  it('gives what is far longer than what came in pieces', () => {
    const long = Buffer.alloc(100_000, 'y');
    const given = new TextRewriter(Buffer.from('x'), long).push(Buffer.alloc(1000, 'x'));
    let sum = 0;
    for (const { length } of given) {
      expect(length).toBeLessThanOrEqual(long.length);
      sum += length;
    }
    expect(sum).toBe(1000 * long.length);
  });

  it('is replaced in the same places whatever the chunks, and whatever bytes it is among', () => {
    for (let run = 0; run < 400; run++) {
      const seeded = random();
      const few = 2 + seeded.int(3);
      const bytes = (length: number): Buffer =>
        Buffer.from(Array.from({ length }, () => [0x61, 0xff, 0x0a, 0x62][seeded.int(few)] as number));
      const [text, replacement] = [bytes(1 + seeded.int(5)), bytes(seeded.int(4))];
      const stream = bytes(seeded.int(300));
      const expected = stream
        .toString('latin1')
        .split(text.toString('latin1'))
        .join(replacement.toString('latin1'));
      const chunks = cutAnywhere(stream, seeded);
      const actual = rewritten(new TextRewriter(text, replacement), chunks).toString('latin1');
      expect(actual, `seed ${seeded.seed}`).toBe(expected);
    }
  });

  it('of great length and greater streams is replaced so, too', () => {
    const seeded = random();
    const text = Buffer.from('ab'.repeat(5000));
    const stream = Buffer.concat([
      text.subarray(2),
      text,
      seeded.bytes(70_000),
      text.subarray(0, 9000),
      text,
      text,
    ]);
    expectSameInChunks(() => new TextRewriter(text, Buffer.from('<>')), stream, seeded);
  });
});
