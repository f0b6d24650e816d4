import { truncateSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ShortRecordings } from '../../replayer/short-recordings.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';

const KIB = 1024;

test('a short recording is read once, as long as nobody writes into its file', () => {
  using folder = new TempFolder();
  const path = writeCassette(folder.file('a.cassette'), [{ command: 'state', stdout: 'up' }]);
  using file = CassetteFile.open(path);
  const short = new ShortRecordings();
  const read = short.events(0, file, 0);
  expect(short.events(0, file, 0)).toBe(read);
  truncateSync(path, 0);
  expect(() => short.events(0, file, 0)).toThrow('was written over');
  expect(read?.map(({ type }) => type)).toContain('outcome');
});

test('one that is damaged gives nothing of itself', () => {
  using folder = new TempFolder();
  const path = writeCassette(folder.file('a.cassette'), [{ command: 'state', stdout: 'up' }]);
  using file = CassetteFile.open(path);
  truncateSync(path, 0);
  expect(() => new ShortRecordings().events(0, file, 0)).toThrow('was written over');
});

test('a long one is not kept', () => {
  using folder = new TempFolder();
  const stdout = 'x'.repeat(64 * KIB);
  using file = CassetteFile.open(writeCassette(folder.file('a.cassette'), [{ command: 'cat', stdout }]));
  expect(new ShortRecordings().events(0, file, 0)).toBeUndefined();
});
