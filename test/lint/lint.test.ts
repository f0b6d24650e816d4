import { truncateSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
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

  it('looks at what was executed instead, and at folders, where no slot is', () => {
    using folder = new TempFolder();
    const path = folder.file('a.cassette');
    const journal = Journal.create(path, {
      mode: 'all',
      header: { day: '2026-01-01', host: {}, redacted: [] },
    });
    const words = (...all: string[]) => all.map((word) => Buffer.from(word));
    const slot = { offset: 0, length: 11, class: 'password', id: 1 };
    const taping = journal.begin({
      asked: { kind: 'argv', argv: words('run') },
      tty: undefined,
      env: [],
      origin: 'default',
      user: undefined,
      start: 0,
      slots: [],
      executed: {
        argv: words('sshpass', '-p', 'inv3nted-pw', 'run'),
        env: [
          ['A_PASSWORD', Buffer.from('inv3nted-pw')],
          ['B_PASSWORD', Buffer.from('password-1*')],
          ['C_PASSWORD', null],
        ],
        cwd: Buffer.from('/x?token=inv3ntedinv3nted1'),
        slots: [{ ...slot, field: 'env', index: 1 }],
      },
      cwd: { bytes: Buffer.from('/y?token=inv3ntedinv3nted2'), slots: [] },
    });
    taping.event({ type: 'outcome', outcome: { kind: 'exited', code: 0 }, at: 1 });
    taping.end({ notes: [] });
    journal.finalise();
    expect([...lint([path], options)].map(({ message }) => message)).toEqual([
      'a password of 11 bytes in executed argv[2] at byte 0',
      'a password of 11 bytes in executed env A_PASSWORD at byte 0',
      'a token of 17 bytes in executed cwd at byte 9',
      'a token of 17 bytes in cwd at byte 9',
    ]);
  });

  it('guesses at a word that looks random, wherever it is cut', () => {
    using folder = new TempFolder();
    const text = 'the shared key here is dGhlIHF1aWNrIGJyb3duIGZveCBq1 and more\n';
    for (let cut = 1; cut < text.length; cut++) {
      const chunk = (part: string) => ({ type: 'stdout' as const, bytes: Buffer.from(part), at: 2 });
      const events = [chunk(text.slice(0, cut)), chunk(text.slice(cut))];
      const path = writeCassette(folder.file(`${cut}.cassette`), [{ command: 'x', stdout: '', events }]);
      expect([...lint([path], options)].map(({ message }) => message)).toEqual([
        'a word that looks random of 29 bytes in stdout at byte 23',
      ]);
    }
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
    expect(rulesOf(path, { unplayed: [[{ file: relative('.', path), recording: 2 }]] })).toContain(
      'orphaned',
    );
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
