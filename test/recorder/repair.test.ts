import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repair } from '../../recorder/repair.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { Journal } from '../../src/cassette/journal.ts';
import { contentOf, type Recording, tapeInto, writeContent } from '../cassette/content.ts';
import { sample, tiny } from '../cassette/sample.ts';
import { TempFolder } from '../support/tape.ts';

const [echo] = tiny.recordings as readonly [Recording];
const later: Recording = { ...echo, head: { ...echo.head, start: 9_000_000_000 } };

/** A journal as a recorder leaves it that died with one recording under way. */
function leaveJournal(folder: TempFolder, recordings: readonly Recording[], mode = 'all'): Buffer {
  const journal = Journal.create(folder.file('x.cassette'), { mode, header: sample.header });
  journal.begin(echo.head);
  tapeInto(journal, recordings);
  journal.keep();
  return readFileSync(journal.path);
}

const files = (folder: TempFolder): string[] => readdirSync(folder.path).toSorted();

describe('repairing a journal', () => {
  it('makes it the cassette where there is none', () => {
    using folder = new TempFolder();
    leaveJournal(folder, sample.recordings);
    expect(repair(folder.file('x.cassette'))).toEqual([
      { from: 'journal', written: folder.file('x.cassette'), recovered: 6, dropped: 1, headerLost: false },
    ]);
    expect(files(folder)).toEqual(['x.cassette']);
    expect(contentOf(folder.file('x.cassette'))).toEqual(sample);
    expect(repair(folder.file('x.cassette'))).toEqual([]);
  });

  it('takes its own name for the cassette it belongs to', () => {
    using folder = new TempFolder();
    leaveJournal(folder, [echo]);
    expect(repair(folder.file('x.cassette.journal'))).toMatchObject([{ written: folder.file('x.cassette') }]);
  });

  it('appends it where the run was to add to the cassette', () => {
    using folder = new TempFolder();
    writeContent(folder.file('x.cassette'), sample);
    leaveJournal(folder, [later], 'new-episodes');
    expect(repair(folder.file('x.cassette'))).toMatchObject([
      { written: folder.file('x.cassette'), recovered: 1 },
    ]);
    expect(files(folder)).toEqual(['x.cassette']);
    expect(contentOf(folder.file('x.cassette')).recordings).toEqual([...sample.recordings, later]);
  });

  it('writes it beside a cassette that the run was to replace, under a name that is free', () => {
    using folder = new TempFolder();
    const old = readFileSync(writeContent(folder.file('x.cassette'), sample));
    for (const name of ['x.recovered.cassette', 'x.recovered-2.cassette']) {
      leaveJournal(folder, [echo]);
      expect(repair(folder.file('x.cassette'))).toMatchObject([{ written: folder.file(name), recovered: 1 }]);
      expect(contentOf(folder.file(name)).recordings).toEqual([echo]);
    }
    expect(readFileSync(folder.file('x.cassette')).equals(old)).toBe(true);
    expect(existsSync(folder.file('x.cassette.journal'))).toBe(false);
  });

  it('removes it, and says so, where nothing in it is complete', () => {
    using folder = new TempFolder();
    leaveJournal(folder, []);
    const nothing = { from: 'journal', written: undefined, recovered: 0, dropped: 1, headerLost: false };
    expect(repair(folder.file('x.cassette'))).toEqual([nothing]);
    expect(files(folder)).toEqual([]);
  });

  it('removes one that was cut off in its first bytes', () => {
    using folder = new TempFolder();
    const bytes = leaveJournal(folder, []);
    for (const length of [0, 5, 16, 20]) {
      writeFileSync(folder.file('x.cassette.journal'), bytes.subarray(0, length));
      const clock = { now: () => 0, wall: () => Date.now() + 120_000, wait: () => Promise.resolve() };
      expect(repair(folder.file('x.cassette'), { clock })).toMatchObject([{ recovered: 0 }]);
      expect(files(folder)).toEqual([]);
    }
  });

  it('keeps one that is damaged, beside what is whole of it', () => {
    for (const hit of [20, 33, 150]) {
      using folder = new TempFolder();
      const bytes = leaveJournal(folder, [echo, later]);
      bytes[hit] = (bytes[hit] as number) ^ 1;
      writeFileSync(folder.file('x.cassette.journal'), bytes);
      utimesSync(folder.file('x.cassette.journal'), 0, 0);
      expect(repair(folder.file('x.cassette'))).toMatchObject([
        { keptAs: folder.file('x.cassette.journal.damaged') },
      ]);
      expect(readFileSync(folder.file('x.cassette.journal.damaged')).equals(bytes)).toBe(true);
      expect(existsSync(folder.file('x.cassette.journal'))).toBe(false);
    }
  });

  it('leaves one alone that is no journal at all', () => {
    using folder = new TempFolder();
    writeFileSync(folder.file('x.cassette.journal'), 'something of somebody else');
    utimesSync(folder.file('x.cassette.journal'), 0, 0);
    expect(() => repair(folder.file('x.cassette'))).toThrow(
      expect.objectContaining({ code: 'CASSETTE_NOT_ONE' }),
    );
    expect(files(folder)).toEqual(['x.cassette.journal']);
  });

  it('leaves one alone that is being written', async () => {
    using folder = new TempFolder();
    await using journal = Journal.create(folder.file('x.cassette'), { mode: 'all', header: sample.header });
    tapeInto(journal, [echo]);
    expect(() => repair(folder.file('x.cassette'))).toThrow(
      expect.objectContaining({ code: 'CASSETTE_LOCKED' }),
    );
    expect(files(folder)).toEqual(['x.cassette.journal']);
  });

  it('leaves what is no cassette beside it as it is', () => {
    using folder = new TempFolder();
    writeFileSync(folder.file('x.cassette'), 'version https://git-lfs.github.com/spec/v1\n');
    leaveJournal(folder, [echo], 'new-episodes');
    expect(repair(folder.file('x.cassette'))).toMatchObject([
      { written: folder.file('x.recovered.cassette') },
    ]);
    expect(readFileSync(folder.file('x.cassette'), 'latin1')).toMatch(/^version/);
  });
});

describe('repairing a damaged file', () => {
  it('keeps the damaged one, and puts what is whole in its place', () => {
    using folder = new TempFolder();
    const path = writeContent(folder.file('x.cassette'), sample);
    using file = CassetteFile.open(path);
    const damaged = readFileSync(path);
    const hit = file.entry(1).offset + 20;
    damaged[hit] = (damaged[hit] as number) ^ 1;
    writeFileSync(path, damaged);
    expect(repair(path)).toEqual([
      {
        from: 'damaged file',
        written: path,
        recovered: 5,
        dropped: 1,
        headerLost: false,
        keptAs: `${path}.damaged`,
      },
    ]);
    expect(files(folder)).toEqual(['x.cassette', 'x.cassette.damaged']);
    expect(readFileSync(`${path}.damaged`).equals(damaged)).toBe(true);
    expect(contentOf(path).recordings).toEqual(sample.recordings.filter((_, i) => i !== 1));
    expect(repair(path)).toEqual([]);
  });

  it('then appends the journal of a run that was to add to it', () => {
    using folder = new TempFolder();
    const path = writeContent(folder.file('x.cassette'), sample);
    writeFileSync(path, readFileSync(path).subarray(0, -1));
    leaveJournal(folder, [later], 'new-episodes');
    expect(repair(path)).toMatchObject([
      { from: 'damaged file', recovered: 6, keptAs: `${path}.damaged` },
      { from: 'journal', recovered: 1, written: path },
    ]);
    expect(files(folder)).toEqual(['x.cassette', 'x.cassette.damaged']);
    expect(contentOf(path).recordings).toEqual([...sample.recordings, later]);
  });

  it('says when the header was lost, and takes the day from the file', () => {
    using folder = new TempFolder();
    const path = writeContent(folder.file('x.cassette'), sample);
    const damaged = readFileSync(path);
    damaged[30] = (damaged[30] as number) ^ 1;
    writeFileSync(path, damaged);
    expect(repair(path)).toMatchObject([{ recovered: 6, dropped: 0, headerLost: true }]);
    expect(contentOf(path).header).toEqual({
      day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      host: {},
      redacted: [],
    });
  });

  it('touches nothing where no recording is whole', () => {
    using folder = new TempFolder();
    const path = writeContent(folder.file('x.cassette'), tiny);
    const damaged = readFileSync(path).subarray(0, 60);
    writeFileSync(path, damaged);
    expect(() => repair(path)).toThrow(
      expect.objectContaining({
        code: 'CASSETTE_DAMAGED',
        message: expect.stringContaining('no recording in it is whole'),
      }),
    );
    expect(files(folder)).toEqual(['x.cassette']);
    expect(readFileSync(path).equals(damaged)).toBe(true);
  });
});

describe('repairing', () => {
  it('finds nothing to do with a whole cassette, an empty one too', () => {
    using folder = new TempFolder();
    expect(repair(writeContent(folder.file('x'), sample))).toEqual([]);
    expect(repair(writeContent(folder.file('y'), { ...sample, recordings: [] }))).toEqual([]);
  });

  it('refuses what is no cassette, or not there', () => {
    using folder = new TempFolder();
    mkdirSync(folder.file('d'));
    writeFileSync(folder.file('text'), 'hello');
    expect(() => repair(folder.file('nowhere'))).toThrow(expect.objectContaining({ code: 'NO_CASSETTE' }));
    expect(() => repair(folder.file('text'))).toThrow(expect.objectContaining({ code: 'CASSETTE_NOT_ONE' }));
    expect(() => repair(folder.file('d'))).toThrow(expect.objectContaining({ code: 'CASSETTE_NOT_ONE' }));
  });
});
