import { describe, expect, it } from 'vitest';
import { dashedKeys, LICENCE_KEY } from '../../src/redact/dashed-keys.ts';
import { privateKeys } from '../../src/redact/private-keys.ts';
import { EVERY } from '../../src/redact/redactors.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { StreamScanner } from '../../src/redact/stream-scanner.ts';
import { type Random, random } from '../support/random.ts';
import { PlainScanner } from './plain-scanner.ts';

const PIECES = [
  ...[
    'AB1CD-EF2GH-IJ3KL-MN4OP-QR5ST',
    'ST',
    'AB1CD-',
    'EF2GH',
    '-',
    '--',
    '-----',
    'a',
    'Z9',
    ' ',
    '\n',
    'ß',
  ],
  ...['-----BEGIN ', 'RSA ', 'PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----', '\nMIIE+/=\n', '-----END'],
  ...['-----BEGIN CERTIFICATE-----', 'hunter-22', 'hunter', '-22', 'aaaaaa', 'aa', 'abcdefab', 'cdef', 'ab'],
];
const KNOWN = [
  'hunter-22',
  'hunter-23-and-more',
  'aaaaaa',
  'abcdefab',
  'bcdefabc',
  '\nMIIE',
  'ST AB1',
  'short',
];

/** With what the plain scanner knows. */
const secretsByLook = (): Secrets =>
  new Secrets(0, undefined, { ...EVERY, rulesFor: () => [dashedKeys(LICENCE_KEY), privateKeys] });

/** Pieces of secrets and what is like them, at times with much of one kind in between. */
function text(draw: Random): string {
  let whole = '';
  for (let i = draw.int(30); i >= 0; i--) {
    whole += draw.pick(PIECES);
    if (draw.int(12) === 0) whole += draw.pick(['x', '-', 'A', '\n', 'aaab']).repeat(draw.int(200));
    if (draw.int(200) === 0) whole += draw.pick(['q\n', 'A']).repeat(33 * 1024);
  }
  return whole;
}

describe('StreamScanner', () => {
  it('finds and decides what plain patterns do, however the stream is cut', () => {
    const draw = random();
    for (let round = 0; round < 600; round++) {
      const [secrets, plainSecrets] = [secretsByLook(), secretsByLook()];
      const values = new Map<string, string>();
      for (const value of KNOWN.filter(() => draw.int(3) === 0)) {
        secrets.learn('password', Buffer.from(value));
        plainSecrets.learn('password', Buffer.from(value));
        if (value.length >= 6) values.set(value, 'password');
      }
      const [scanner, plain] = [new StreamScanner(secrets, 'stdout'), new PlainScanner(plainSecrets, values)];
      const whole = text(draw);
      const longest = whole.length > 10_000 ? 40_000 : draw.pick([1, 5, 40, 1000]);
      for (let at = 0; at < whole.length;) {
        const chunk = whole.slice(at, at + 1 + draw.int(longest));
        at += chunk.length;
        scanner.push(Buffer.from(chunk, 'latin1'));
        plain.push(chunk);
        expect(scanner.decided, `seed ${draw.seed}, round ${round}, at ${at}`).toBe(plain.decided);
      }
      scanner.finish();
      plain.finish();
      expect(
        scanner.take(0, whole.length).map(({ secret: _, ...part }) => part),
        `seed ${draw.seed}, round ${round}: ${JSON.stringify(whole.slice(0, 500))}`,
      ).toEqual(plain.take(0, whole.length));
    }
  });

  it('finds each of hundreds of known values', () => {
    const secrets = new Secrets();
    const values = Array.from({ length: 300 }, (_, i) => `${i % 7}-value-${i}-`);
    for (const value of values) secrets.learn('password', Buffer.from(value));
    const scanner = new StreamScanner(secrets, 'stdout');
    const whole = values.join(' and ');
    for (let at = 0; at < whole.length; at += 7) scanner.push(Buffer.from(whole.slice(at, at + 7)));
    scanner.finish();
    expect(scanner.take(0, whole.length)).toHaveLength(300);
  });
});
