import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import type { Recording } from './content.ts';
import { TempFolder } from '../support/tape.ts';
import { contentOf, recordingOf, writeContent } from './content.ts';
import { end, forge, HEAD, HEADER } from './forge.ts';
import { sample, tiny } from './sample.ts';
import { pack } from '../../src/cassette/v1/shape.ts';

describe('opening', () => {
  function refused(bytes: Buffer | string): unknown {
    using folder = new TempFolder();
    writeFileSync(folder.file('x.cassette'), bytes);
    return refusedPath(folder.file('x.cassette'));
  }
  const refusedPath = (path: string): unknown => {
    try {
      CassetteFile.open(path).close();
      return undefined;
    } catch (error) {
      const { code, message, remedy } = error as { code: string; message: string; remedy: string };
      return { code, message: message.replace(path, 'FILE'), remedy: remedy.replace(path, 'FILE') };
    }
  };
  const text = (part: string): unknown => expect.stringContaining(part);
  const bytes = (): Buffer => {
    using folder = new TempFolder();
    return readFileSync(writeContent(folder.file('x'), sample));
  };

  it('names a file that is not there', () => {
    expect(refusedPath('/nowhere/x.cassette')).toMatchObject({
      code: 'NO_CASSETTE',
      message: 'there is no file FILE',
    });
  });

  it('names a directory, and how to name what is in it', () => {
    using folder = new TempFolder();
    expect(refusedPath(folder.path)).toMatchObject({
      code: 'CASSETTE_NOT_ONE',
      remedy: text('FILE/*.cassette'),
    });
  });

  it('does not wait for a FIFO', () => {
    using folder = new TempFolder();
    execFileSync('mkfifo', [folder.file('fifo')]);
    expect(refusedPath(folder.file('fifo'))).toMatchObject({
      code: 'CASSETTE_NOT_ONE',
      message: text('no regular file'),
    });
  });

  it('knows an empty file', () => {
    expect(refused('')).toMatchObject({ code: 'CASSETTE_NOT_ONE', message: text('it is empty') });
  });

  it('knows a git LFS pointer', () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 12345\n';
    expect(refused(pointer)).toMatchObject({
      code: 'CASSETTE_NOT_ONE',
      message: text('git LFS pointer'),
      remedy: text('git lfs pull'),
    });
  });

  it('knows a conflict marker', () => {
    expect(refused('<<<<<<< HEAD\n')).toMatchObject({
      code: 'CASSETTE_NOT_ONE',
      message: text('conflict marker'),
      remedy: text('git checkout --ours'),
    });
  });

  it('knows what conversion as text did', () => {
    const latin1 = bytes().toString('latin1');
    const conversions = [
      latin1.replaceAll('\r\n', '\n'),
      latin1.replaceAll('\n', '\r\n'),
      latin1.replaceAll(/\r?\n/g, '\r\n'),
      latin1.replaceAll(/[\x80-\xff]/g, (c) => String.fromCharCode(c.charCodeAt(0) & 0x7f)),
    ].map((converted) => Buffer.from(converted, 'latin1'));
    conversions.push(Buffer.from(latin1), Buffer.from(bytes().toString('utf8')));
    for (const converted of conversions) {
      expect(refused(converted)).toMatchObject({
        code: 'CASSETTE_NOT_ONE',
        message: text('as if it were text'),
        remedy: text('*.cassette binary'),
      });
    }
  });

  it('says of another file that it is none', () => {
    expect(refused('\x7fELF and so on')).toMatchObject({
      code: 'CASSETTE_NOT_ONE',
      message: 'FILE is not a cassette: it begins with other bytes',
    });
  });

  it('names both versions of a newer one', () => {
    using folder = new TempFolder();
    expect(refusedPath(forge(folder.file('x'), { version: 258 }))).toMatchObject({
      code: 'CASSETTE_NEWER',
      message: 'FILE is of format version 258; this tapehead reads versions up to 1',
      remedy: text('update tapehead'),
    });
  });

  it('takes a journal for what it is', () => {
    const journal = Buffer.from(bytes());
    journal[13] = 1;
    expect(refused(journal)).toMatchObject({
      code: 'CASSETTE_NOT_ONE',
      message: text('journal'),
      remedy: text('tapehead repair'),
    });
  });
});

describe('an opened cassette', () => {
  it('stays readable when the file is replaced', () => {
    using folder = new TempFolder();
    using file = CassetteFile.open(writeContent(folder.file('a'), sample));
    renameSync(writeContent(folder.file('b'), tiny), folder.file('a'));
    expect(recordingOf(file, 3)).toEqual(sample.recordings[3]);
    expect(contentOf(folder.file('a'))).toEqual(tiny);
  });

  it('has no recording beyond its last', () => {
    using folder = new TempFolder();
    using file = CassetteFile.open(writeContent(folder.file('a'), tiny));
    for (const index of [-1, 1, 0.5, NaN]) expect(() => file.head(index)).toThrow(RangeError);
  });

  it('passes over what a later release may add', () => {
    using folder = new TempFolder();
    const header = pack({ day: '2026-01-31', weather: 'fine', host: { server: 's', moon: 1 } });
    const head = pack({
      later: [1],
      command: Buffer.from('echo hi'),
      tty: { term: 't', columns: 1, rows: 2, colour: true },
      start: 7,
    });
    const recordings = [
      [
        head,
        pack([0, 1, Buffer.from('hi'), [[0, 1, 'c', 1, 'more']], 'more']),
        pack([0, 6, 0, 0, 'more']),
        pack({ events: 2, notes: ['new', 'cancelled'] }),
      ],
    ];
    using file = CassetteFile.open(forge(folder.file('a'), { header, recordings }));
    expect(file.header).toEqual({ day: '2026-01-31', host: { server: 's' }, redacted: [] });
    expect(recordingOf(file, 0)).toEqual({
      head: {
        ...(tiny.recordings[0] as Recording).head,
        start: 7,
        tty: { term: 't', columns: 1, rows: 2, width: 0, height: 0, modes: Buffer.alloc(0) },
      },
      events: [
        {
          at: 0,
          type: 'stdout',
          bytes: Buffer.from('hi'),
          slots: [{ offset: 0, length: 1, class: 'c', id: 1 }],
        },
        { at: 0, type: 'outcome', outcome: { kind: 'exited', code: 0 } },
      ],
      notes: ['cancelled'],
    });
  });

  it('reads a time in any form of number that msgpack has', () => {
    using folder = new TempFolder();
    const at = (hex: string): Buffer => Buffer.from(`93${hex}0301`, 'hex');
    const times = [
      '00',
      'cc01',
      'cd0002',
      'ce00000003',
      'cf0000000000000004',
      'cb4014000000000000',
      'ca40c00000',
      'd007',
      'd3000000000000000a',
    ];
    const path = forge(folder.file('a'), {
      header: HEADER,
      recordings: [[HEAD, ...times.map(at), OUTCOME_AT_10, end(10)]],
    });
    using file = CassetteFile.open(path);
    expect(recordingOf(file, 0).events.map((event) => event.at)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 10, 10]);
  });
});

const OUTCOME_AT_10 = pack([10, 6, 0, 0]);

it('reads a directory path that is a file as not there', () => {
  using folder = new TempFolder();
  mkdirSync(folder.file('d'));
  writeFileSync(folder.file('f'), '');
  expect(() => CassetteFile.open(folder.file('f/x'))).toThrow(
    expect.objectContaining({ code: 'NO_CASSETTE' }),
  );
});
