import { describe, expect, it } from 'vitest';
import { TapeheadError } from '../../src/errors.ts';
import { type Entry, LETTER_OF, modeOfText, modeText } from '../../src/listing/entry.ts';
import { noticeText } from '../../src/listing/notices.ts';
import { readListing, sorted } from '../../src/listing/read.ts';
import { listingText } from '../../src/listing/write.ts';
import { random, type Random } from '../support/random.ts';

const written = (entries: readonly Entry[]): string => [...listingText(entries)].join('');
const read = (...entries: object[]) => readListing(Buffer.from(JSON.stringify(entries)));
const entry = (path: string, more: object = {}): object => ({
  hstat: '-rw-r--r--',
  stat: '644',
  owner: 'root',
  group: 'root',
  path,
  ...more,
});
const told = (...entries: object[]): string[] =>
  read(...entries).told.map(({ what, count }) => `${count} ${what}`);
const paths = (...entries: object[]): string[] => read(...entries).entries.map(({ path }) => path.toString());

describe('a listing', () => {
  it('has an entry a line, sorted by the bytes of the paths', () => {
    const { entries } = read(
      entry('/b', { size: 3 }),
      entry('/a\nb', { hstat: 'lrwxrwxrwx', stat: '777', target: 'x' }),
      entry('/B', { hstat: 'crw-rw-rwT', stat: '1666', major: 1, minor: 3, owner: 'disk' }),
    );
    expect(written(entries)).toBe(`[
{"hstat": "crw-rw-rwT", "stat": "1666", "owner": "disk", "group": "root", "path": "/B", "major": 1, "minor": 3},
{"hstat": "lrwxrwxrwx", "stat": "777", "owner": "root", "group": "root", "path": "/a\\nb", "target": "x"},
{"hstat": "-rw-r--r--", "stat": "644", "owner": "root", "group": "root", "path": "/b", "size": 3}
]
`);
  });

  it('of nothing can be written and read', () => {
    expect(readListing(Buffer.from(written([])))).toEqual({ entries: [], told: [] });
  });

  it('is read as it was written, whatever is in it', () => {
    const seeded = random();
    for (let round = 0; round < 300; round++) {
      const entries = anyEntries(seeded);
      const again = readListing(Buffer.from(written(entries)));
      expect(again, `seed ${seeded.seed}`).toEqual({ entries: sorted(entries), told: [] });
    }
  });

  it('passes over fields that it does not know', () => {
    expect(paths(entry('/a', { colour: 'red' }))).toEqual(['/a']);
  });
});

describe('what cannot stand in a listing', () => {
  it('is a link to nowhere that can be: its target counts as not told', () => {
    const link = { hstat: 'lrwxrwxrwx', stat: '777' };
    const wrong = ['', 'a\0b', 'n'.repeat(4096)].map((target, i) => entry(`/l${i}`, { ...link, target }));
    expect(read(...wrong).entries.map(({ target }) => target)).toEqual([undefined, undefined, undefined]);
    expect(told(...wrong)).toEqual(['3 target that no link can have, counts as not told']);
  });

  it('is left out and told: relative paths, .., NUL, names no file system takes', () => {
    const long = 'n'.repeat(256);
    expect(
      paths(entry('/ok'), ...['a', '', '/a/../b', '/..', '/a\0b', `/${long}`].map((path) => entry(path))),
    ).toEqual(['/ok']);
    expect(
      told(...['a', 'b', '', '/a/..', '/a\0b', `/${long}`, '/a'.repeat(3000)].map((path) => entry(path))),
    ).toEqual([
      '3 relative path, left out',
      '1 .. in the path, left out',
      '1 NUL in the path, left out',
      '2 path too long for a file system, left out',
    ]);
  });

  it('as it comes twice is one entry, and the later counts where they differ', () => {
    expect(told(entry('/a'), entry('//a/'), entry('/./a'))).toEqual([]);
    const listing = read(entry('/a', { size: 1 }), entry('/b'), entry('/a', { size: 2 }));
    expect(listing.entries.map(({ size }) => size)).toEqual([2, undefined]);
    expect(listing.told.map((notice) => noticeText(notice))).toEqual([
      '1 entry: path comes again with something else, the later counts (/a)',
    ]);
  });

  it('as its permissions are told in two ways that differ is told', () => {
    expect(told(entry('/a', { stat: '755' }))).toEqual(['1 hstat and stat differ, stat counts']);
    expect(read(entry('/a', { stat: '755' })).entries[0]?.mode).toBe(0o755);
  });

  it('is told with a few examples', () => {
    const [notice] = read(...Array.from({ length: 210 }, (_, i) => entry(`rel\x1b${i}`))).told;
    expect(notice && noticeText(notice)).toBe(
      '210 entries: relative path, left out (such as rel\\x1b0, rel\\x1b1, rel\\x1b2)',
    );
  });
});

describe('a path that is not UTF-8', () => {
  const bytes = Buffer.from('/\xff caf\xc3\xa9 \xed\xa0\x80', 'latin1');
  const shown = { hstat: '-rw-r--r--', stat: '644', owner: 'root', group: 'root' };

  it('stands beside a readable one in base64, which counts', () => {
    const [only] = read({ ...shown, path: '/? what is seen', pathBytes: bytes.toString('base64') }).entries;
    expect(only?.path.equals(bytes)).toBe(true);
    expect(written(only ? [only] : [])).toContain(`"pathBytes": "${bytes.toString('base64')}"`);
  });

  it('may stand in the file as it is, or as Python escapes it', () => {
    const text = `[${JSON.stringify({ ...shown, path: '/P' })}]`;
    const [before = '', after = ''] = text.split('/P');
    const raw = Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
    expect(readListing(raw).entries[0]?.path.equals(bytes)).toBe(true);
    const escaped = Buffer.from(`${before}/\\udcff x${after}`);
    expect(readListing(escaped).entries[0]?.path.toString('latin1')).toBe('/\xff x');
  });
});

describe('bytes that are no listing', () => {
  it.each([
    ['', /is no JSON in line 1, column 1$/],
    ['{}', /holds no array/],
    ['[\n{},\n x]', /is no JSON in line 3, column 2$/],
    ['[\n"a\u0001"]', /is no JSON in line 2, column 3$/],
    ['[[', /is no JSON in line 1, column 3$/],
    ['[1]', /at entry 1: is no object/],
    ['[[]]', /at entry 1: is no object/],
    ['[null]', /at entry 1: is no object/],
    [JSON.stringify([entry('/a'), entry('/b', { stat: 'rwx' })]), /at entry 2: stat "rwx" is not like/],
    [JSON.stringify([entry('/a', { stat: '17777' })]), /at entry 1: stat "17777"/],
    [JSON.stringify([entry('/a', { hstat: 'rw-r--r--' })]), /at entry 1: hstat "rw-r--r--" is not like/],
    [JSON.stringify([entry('/a', { owner: 0 })]), /at entry 1: owner is no text/],
    [JSON.stringify([{ path: '/a' }]), /at entry 1: hstat is not there/],
    [JSON.stringify([{ stat: '755' }]), /at entry 1: path is not there/],
    [JSON.stringify([entry('/a', { size: -1 })]), /at entry 1: size is no whole number/],
    [JSON.stringify([entry('/a', { content: '%' })]), /at entry 1: content is no base64/],
    [JSON.stringify([entry('/\ud800')]), /at entry 1: path holds half a character/],
  ])('%s: the place is named', (text, message) => {
    expect(() => readListing(Buffer.from(text), 'x.json')).toThrow(
      expect.objectContaining({
        code: 'BAD_LISTING',
        message: expect.stringMatching(message) as string,
      }) as Error,
    );
  });

  it('give a listing or BAD_LISTING, whatever they are', () => {
    const seeded = random();
    for (let round = 0; round < 2000; round++) {
      const bytes = damaged(Buffer.from(written(anyEntries(seeded))), seeded);
      try {
        readListing(bytes);
      } catch (error) {
        if (!(error instanceof TapeheadError) || error.code !== 'BAD_LISTING')
          throw new Error(`seed ${seeded.seed}`, { cause: error });
        expect(error.message).toMatch(/in line \d+, column \d+$|at entry \d+: |holds no array/);
      }
    }
  });

  it('nested deeply are no crash', () => {
    expect(() => readListing(Buffer.from('['.repeat(1_000_000)))).toThrow(TapeheadError);
  });
});

describe('permissions as ls has them', () => {
  it('are read as they are written, all of them', () => {
    for (let mode = 0; mode <= 0o7777; mode++) expect(modeOfText(modeText(mode))).toBe(mode);
    expect(modeText(0o7644)).toBe('rwSr-Sr-T');
    expect(modeOfText('rwxrwxrws')).toBeUndefined();
  });
});

const TYPES = Object.keys(LETTER_OF) as Entry['type'][];

function anyEntries(seeded: Random): Entry[] {
  const byPath = new Map<string, Entry>();
  for (let i = seeded.int(6); i > 0; i--) {
    const made = anyEntry(seeded);
    byPath.set(made.path.toString('latin1'), made);
  }
  return [...byPath.values()];
}

function anyEntry(seeded: Random): Entry {
  const name = (): string =>
    Buffer.from(seeded.int(2) ? seeded.bytes(1 + seeded.int(5), 1) : seeded.text(1 + seeded.int(5)))
      .toString('latin1')
      .replaceAll(/[/\0.]/g, 'x');
  const path = Buffer.from(`/${name()}${seeded.int(2) ? `/${name()}` : ''}`, 'latin1');
  return {
    path,
    type: seeded.pick(TYPES),
    mode: seeded.int(0o10000),
    owner: seeded.text(seeded.int(4)),
    group: seeded.text(seeded.int(4)),
    ...(seeded.int(2) && { uid: seeded.int(2 ** 32) }),
    ...(seeded.int(2) && { size: seeded.int(2 ** 40) }),
    ...(seeded.int(2) && { target: seeded.bytes(1 + seeded.int(5), 1) }),
    ...(seeded.int(2) && { major: seeded.int(256), minor: seeded.int(256) }),
    ...(seeded.int(2) && { inode: seeded.text(3) }),
    ...(seeded.int(2) && { content: seeded.bytes(seeded.int(9)) }),
  };
}

function damaged(bytes: Buffer, seeded: Random): Buffer {
  const at = seeded.int(bytes.length);
  const how = seeded.int(4);
  if (how === 0) return bytes.subarray(0, at);
  if (how === 1)
    return Buffer.concat([bytes.subarray(0, at), seeded.bytes(seeded.int(4)), bytes.subarray(at)]);
  if (how === 2) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + seeded.int(20))]);
  return seeded.bytes(seeded.int(40));
}
