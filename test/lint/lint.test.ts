import { truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Journal } from '../../src/cassette/journal.ts';
import { FAIL_SIZE, WARN_SIZE } from '../../src/cassette/size-limits.ts';
import { lint, type Linting } from '../../src/lint/lint.ts';
import { lintSarif } from '../../src/lint/sarif.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';

const options: Linting = {
  allow: new Set(),
  now: Date.parse('2026-06-01'),
  unplayed: [],
  strict: false,
};
const rulesOf = (path: string, more: Partial<Linting> = {}): string[] =>
  [...lint([path], { ...options, ...more })].map(({ rule }) => rule);

describe('lint', () => {
  it('finds nothing in a cassette that is all right', () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [{ command: 'uname', stdout: 'VMkernel\n' }]);
    expect(rulesOf(path)).toEqual([]);
  });

  it('finds a secret that slipped through, does not say it, and is silenced by its digest', () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [
      { command: 'cat x', stdout: 'a\npassword = "inv3nted-pw"\n' },
    ]);
    const [found] = lint([path], options);
    expect(found).toMatchObject({ rule: 'secret', level: 'error', recording: 1 });
    expect(found?.message).toBe('a password of 11 bytes in stdout at byte 14');
    expect(lintSarif([...lint([path], options)], '1')).not.toContain('inv3nted');
    expect(rulesOf(path, { allow: new Set([found?.digest ?? '']) })).toEqual([]);
  });

  it('finds what is duplicate, too old, not played, and left', () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [
      { command: 'uname', stdout: 'VMkernel\n' },
      { command: 'uname', stdout: 'VMkernel\n' },
    ]);
    writeFileSync(`${path}.new`, '');
    expect(rulesOf(path, { maxAge: 90, unplayed: [[{ file: path, recording: 2 }]] })).toEqual([
      'left-file',
      'expired',
      'duplicate',
      'orphaned',
    ]);
  });

  it('counts the age from the day of the stamp, where there is one', () => {
    using folder = new TempFolder();
    const path = folder.file('a.cassette');
    const header = { day: '2026-01-01', stamped: '2026-05-30', host: {}, redacted: [] };
    Journal.create(path, { mode: 'all', header }).finalise();
    expect(rulesOf(path, { maxAge: 90 })).toEqual(['orphaned']);
    expect(rulesOf(path, { maxAge: 1 })).toEqual(['expired', 'orphaned']);
  });

  it('warns of a cassette that is large, and takes none that git hosts do not', () => {
    using folder = new TempFolder();
    const path = folder.file('a.cassette');
    const ofSize = (bytes: number): string | undefined => {
      writeFileSync(path, '');
      truncateSync(path, bytes);
      return rulesOf(path)[0];
    };
    expect([WARN_SIZE, WARN_SIZE + 1, FAIL_SIZE, FAIL_SIZE + 1].map(ofSize)).toEqual([
      'undecodable',
      'large',
      'large',
      'too-large',
    ]);
  });

  it('says where a file is damaged', () => {
    using folder = new TempFolder();
    const path = folder.file('a.cassette');
    writeFileSync(path, 'version https://git-lfs.github.com/spec/v1\n');
    expect(rulesOf(path)).toEqual(['undecodable']);
  });
});
