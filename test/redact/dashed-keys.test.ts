import { describe, expect, it } from 'vitest';
import { dashedKeys, LICENCE_KEY } from '../../src/redact/dashed-keys.ts';
import { random } from '../support/random.ts';

const licenceKeys = dashedKeys(LICENCE_KEY);

describe('dashedKeys', () => {
  it('finds what the plain pattern finds, in whatever is like a key', () => {
    const draw = random();
    const piece = (): string =>
      draw.pick([
        'AB1CD',
        'EF2GH',
        'IJ3KL',
        'MN4OP',
        'QR5ST',
        'ab1cd',
        'A',
        '-',
        '--',
        ' ',
        '\n',
        'AB1CD-EF2GH-IJ3KL-MN4OP-QR5ST',
      ]);
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: 12 }, () => piece() + draw.pick(['-', '-', '-', '', ' '])).join('');
      const plain = Array.from(
        text.matchAll(/(?<![0-9A-Za-z])[0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}(?![0-9A-Za-z])/g),
        (match) => match.index,
      );
      expect(
        licenceKeys(Buffer.from(text), true).found.map(({ start }) => start),
        `${text} (seed ${draw.seed})`,
      ).toEqual(plain);
    }
  });
});
