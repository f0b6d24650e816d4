import { describe, expect, it } from 'vitest';
import type { RedactorSpec } from '../../src/manifest/spec.ts';
import { redactAsk } from '../../src/redact/head.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { StreamScanner } from '../../src/redact/stream-scanner.ts';
import { redactorsFor } from '../../src/redact/redactors.ts';
import { random } from '../support/random.ts';

const secretsBy = (...redactors: RedactorSpec[]): Secrets =>
  new Secrets(0, undefined, redactorsFor(redactors));

/** The text with what was found blotted out, when it came in these pieces. */
function blotted(secrets: Secrets, pieces: readonly string[], stream: 'stdin' | 'stdout' = 'stdout'): string {
  const scanner = new StreamScanner(secrets, stream);
  for (const piece of pieces) scanner.push(Buffer.from(piece, 'latin1'));
  scanner.finish();
  const text = Buffer.from(pieces.join(''), 'latin1');
  for (const { start, end } of scanner.take(0, text.length)) text.fill('#', start, end);
  return text.toString('latin1');
}

const redactor = (pattern: string, more: Partial<RedactorSpec> = {}): RedactorSpec => ({
  name: 'a',
  pattern,
  ...more,
});

const block = (from = '^BEGIN', until = '^END'): RedactorSpec => ({ name: 'a', lines: { from, until } });

describe('a redactor of people', () => {
  it.each([
    ['all that it matches', redactor('k[0-9]+'), ['a k12 b k3\n'], 'a ### b ##\n'],
    ['the group named secret', redactor('key=(?<secret>\\w+)'), ['key=ab, key=c\n'], 'key=##, key=#\n'],
    ['every place of the secret in a match', redactor('(\\w)=(?<secret>\\w)'), ['a=a\n'], '#=#\n'],
    ['ends of lines, of CR LF too', redactor('^(?<secret>x+)$'), ['xx\r\nxx y\nx'], '##\r\nxx y\n#'],
    ['what chunks have cut', redactor('token [a-f]+'), ['tok', 'en ab', 'cd', '\n'], '##########\n'],
    ['no empty match', redactor('x*'), ['ab\n'], 'ab\n'],
  ])('replaces %s', (_, spec, pieces, expected) => {
    expect(blotted(secretsBy(spec), pieces)).toBe(expected);
  });

  it.each([
    ['all lines between two', ['x\nBEGIN 1\nab\n\nc\nEND 1\ny\n'], 'x\nBEGIN 1\n#####\nEND 1\ny\n'],
    ['them without the CR of the last', ['BEGIN\r\na\r\nb\r\nEND\r\n'], 'BEGIN\r\n####\r\nEND\r\n'],
    ['each block', ['BEGIN\na\nEND\nb\nBEGIN\nc\nEND'], 'BEGIN\n#\nEND\nb\nBEGIN\n#\nEND'],
    ['none of no line', ['BEGIN\nEND\na'], 'BEGIN\nEND\na'],
    ['all, where no end comes', ['BEGIN\na\nb E', 'ND\n'], 'BEGIN\n########'],
    ['what chunks have cut', ['a\nBEG', 'IN\nb', '\nc\nEN', 'D\nd\n'], 'a\nBEGIN\n###\nEND\nd\n'],
  ])('replaces of several lines %s', (_, pieces, expected) => {
    expect(blotted(secretsBy(block()), pieces)).toBe(expected);
  });

  it('finds several lines in a word, and known ones anywhere', () => {
    const secrets = secretsBy(block());
    const values = (word: string): string[] => {
      const asked = { asked: { kind: 'argv', argv: [Buffer.from(word)] } } as const;
      return redactAsk(asked, [], secrets).slots.map(({ value }) => Buffer.from(value).toString());
    };
    expect(values('BEGIN\nabc\ndef\nEND')).toEqual(['abc\ndef']);
    expect(values('key=abc\ndef')).toEqual(['abc\ndef']);
  });

  it('waits for no block of more than 32 KiB: it is secret as far as it came', () => {
    const scanner = new StreamScanner(secretsBy(block()), 'stdout');
    const line = `${'x'.repeat(1023)}\n`;
    scanner.push(Buffer.from(`BEGIN\n`));
    for (let i = 0; i < 40; i++) scanner.push(Buffer.from(line));
    const longestHeld = scanner.length - scanner.decided;
    expect(longestHeld).toBeLessThan(32 * 1024);
    expect(scanner.take(0, scanner.length)).toMatchObject([{ start: 6, end: 6 + 32 * 1024 }]);
  });

  it('looks only where it is to look', () => {
    const spec = redactor('s[0-9]', { in: ['stdin', 'env'] });
    expect(blotted(secretsBy(spec), ['s1\n'], 'stdin')).toBe('##\n');
    expect(blotted(secretsBy(spec), ['s1\n'], 'stdout')).toBe('s1\n');
    const asked = { asked: { kind: 'argv', argv: [Buffer.from('s1')] } } as const;
    const { slots } = redactAsk(asked, [['A', Buffer.from('s2')]], secretsBy(spec));
    expect(slots.map(({ field, class: secretClass }) => [field, secretClass])).toEqual([['env', 'a']]);
  });

  it('looks at shell strings where it looks at argv', () => {
    const asked = { asked: { kind: 'string', command: Buffer.from('x s1') } } as const;
    const { slots } = redactAsk(asked, [], secretsBy(redactor('s[0-9]', { in: ['argv'], class: 'serial' })));
    expect(slots).toMatchObject([{ field: 'command', offset: 2, length: 2, class: 'serial', id: 1 }]);
  });

  it('finds the same however the stream is cut', () => {
    const draw = random();
    // Too short to be known by their value from then on.
    const specs = [
      redactor('k[0-9]+(?<secret>[a-c]{1,5})'),
      redactor('^pin (?<secret>\\d{4})$', { name: 'b' }),
      block('^k', '^x'),
    ];
    const pieces = ['k1', 'ab', 'c', 'pin ', '1234', '\n', '\r\n', ' ', 'k', 'x'];
    for (let round = 0; round < 300; round++) {
      const whole = Array.from({ length: 1 + draw.int(40) }, () => draw.pick(pieces)).join('');
      const cut: string[] = [];
      for (let at = 0; at < whole.length;) {
        const length = 1 + draw.int(8);
        cut.push(whole.slice(at, at + length));
        at += length;
      }
      expect(blotted(secretsBy(...specs), cut), `seed ${draw.seed}`).toBe(
        blotted(secretsBy(...specs), [whole]),
      );
    }
  });

  it('waits for no line of more than 16 KiB, and finds in it what is not as long as that', () => {
    const spec = redactor('key=(?<secret>\\w+);');
    const scanner = new StreamScanner(secretsBy(spec), 'stdout');
    let longestHeld = 0;
    const filler = ' '.repeat(1000);
    let text = '';
    for (let i = 0; i < 200; i++) {
      const piece = `${filler}key=abc${i}`;
      scanner.push(Buffer.from(piece));
      scanner.push(Buffer.from('def;'));
      text += `${piece}def;`;
      longestHeld = Math.max(longestHeld, scanner.length - scanner.decided);
    }
    scanner.finish();
    expect(longestHeld).toBeLessThanOrEqual(17 * 1024);
    const found = scanner.take(0, text.length).map(({ start, end }) => text.slice(start, end));
    expect(found).toEqual(Array.from({ length: 200 }, (_, i) => `abc${i}def`));
  });

  it('finds all of a secret without an end in a long line, up to what it waits for', () => {
    const secrets = secretsBy(redactor('key=\\w+'));
    const pieces = [`${'-'.repeat(20_000)}key=`, ...Array.from({ length: 40 }, () => 'x'.repeat(100)), ' -'];
    expect(blotted(secrets, pieces)).toBe(`${'-'.repeat(20_000)}${'#'.repeat(4004)} -`);
  });
});
