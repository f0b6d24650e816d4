import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inCi } from '../support/needs.ts';
import { TempFolder } from '../support/tape.ts';
import { type Content, contentOf, writeContent } from './content.ts';
import { sample, tiny } from './sample.ts';

const cassettes = join(import.meta.dirname, '..', '..', 'cassettes');

/** Every released version stays here for ever. A new one is written by running this test once. */
const samples: Record<string, Content> = { 'v1.cassette': sample };

describe.each(Object.entries(samples))('the committed %s', (name, content) => {
  // Like a new snapshot: written once, and never in CI.
  beforeAll(() => {
    if (!existsSync(join(cassettes, name)) && !inCi(process.env))
      writeContent(join(cassettes, name), content);
  });

  it('opens, and has what was taped', () => {
    expect(contentOf(join(cassettes, name))).toEqual(content);
  });

  it('is what is written today for the same content, byte for byte', () => {
    using folder = new TempFolder();
    const written = readFileSync(writeContent(folder.file('x'), content));
    expect(written.equals(readFileSync(join(cassettes, name)))).toBe(true);
  });
});

it('has a test for each committed sample', () => {
  expect(readdirSync(cassettes).filter((name) => name.endsWith('.cassette'))).toEqual(Object.keys(samples));
});

it('is taken apart byte by byte on the format page', () => {
  using folder = new TempFolder();
  const page = readFileSync(join(cassettes, 'README.md'), 'utf8');
  const dump = [...page.matchAll(/^ {4}([0-9a-f]{3}) {2}((?:[0-9a-f]{2} )+)/gm)];
  const bytes = Buffer.from(dump.map(([, , hex]) => (hex as string).replaceAll(' ', '')).join(''), 'hex');
  expect(bytes.toString('hex')).toBe(readFileSync(writeContent(folder.file('x'), tiny)).toString('hex'));
  let offset = 0;
  for (const [, at, hex] of dump) {
    expect(at).toBe(offset.toString(16).padStart(3, '0'));
    offset += (hex as string).length / 3;
  }
});
