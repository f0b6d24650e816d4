import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { writeAll } from '../../src/cassette/disk.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { Journal } from '../../src/cassette/journal.ts';
import type { RecordingHead, TapedEvent } from '../../src/cassette/recording.ts';
import { pack } from '../../src/cassette/v1/shape.ts';
import { exited } from '../../src/outcome.ts';
import { TempFolder } from '../support/tape.ts';
import { contentOf, type Recording, tapeInto, writeContent } from './content.ts';
import { end, forge, HEAD, OUTCOME } from './forge.ts';
import { sample, tiny } from './sample.ts';

const options = { mode: 'all', header: sample.header };
const [echo] = tiny.recordings as readonly [Recording];
const done: TapedEvent = { at: 1, type: 'outcome', outcome: exited(0) };
const later = (start: number): Recording => ({ ...echo, head: { ...echo.head, start } });

describe('a journal', () => {
  it('becomes the cassette in one step, and leaves nothing else', () => {
    using folder = new TempFolder();
    const journal = Journal.create(folder.file('a'), options);
    tapeInto(journal, sample.recordings);
    expect(readdirSync(folder.path)).toEqual(['a.journal']);
    expect(journal.finalise()).toBe(true);
    expect(readdirSync(folder.path)).toEqual(['a']);
    expect(contentOf(folder.file('a'))).toEqual(sample);
  });

  it('makes the directories that its cassette lies in', () => {
    using folder = new TempFolder();
    const journal = Journal.create(folder.file('new/er/a'), options);
    tapeInto(journal, [echo]);
    journal.finalise();
    expect(readdirSync(folder.file('new/er'))).toEqual(['a']);
  });

  it('takes back the directories it made where it is discarded, unless something lies in them', () => {
    using folder = new TempFolder();
    Journal.create(folder.file('new/er/a'), options).discard();
    expect(readdirSync(folder.path)).toEqual([]);

    const journal = Journal.create(folder.file('new/er/a'), options);
    writeFileSync(folder.file('new/other'), '');
    journal.discard();
    expect(readdirSync(folder.path, { recursive: true })).toEqual(['new', 'new/other']);
  });

  it('leaves no directories behind where it could not begin', () => {
    using folder = new TempFolder();
    const write = (): never => {
      throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    };
    expect(() => Journal.create(folder.file('new/er/a'), { ...options, write })).toThrow('no room');
    expect(() => Journal.create(folder.file(`new/${'x'.repeat(300)}`), options)).toThrow('ENAMETOOLONG');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('leaves out what was abandoned, what never ended, and what had no outcome', () => {
    using folder = new TempFolder();
    const journal = Journal.create(folder.file('a'), options);
    journal.begin(echo.head).abandon();
    const running = journal.begin(echo.head);
    running.event(done);
    journal.begin(echo.head).end({ notes: [] });
    tapeInto(journal, [echo]);
    expect([journal.recordings, journal.leftOut]).toEqual([1, 3]);
    journal.finalise();
    running.end({ notes: [] });
    expect(contentOf(folder.file('a')).recordings).toEqual([echo]);
  });

  it('puts recordings in order of start, and of begin where they started at once', () => {
    using folder = new TempFolder();
    const journal = Journal.create(folder.file('a'), options);
    const [c, a, b] = [
      journal.begin(later(9).head),
      journal.begin(later(2).head),
      journal.begin({ ...later(2).head, origin: 'b' }),
    ];
    for (const taping of [b, a, c]) {
      taping.event(done);
      taping.end({ notes: [] });
    }
    journal.finalise();
    const heads = contentOf(folder.file('a')).recordings.map(({ head }) => [head.start, head.origin]);
    expect(heads).toEqual([
      [2, 'default'],
      [2, 'b'],
      [9, 'default'],
    ]);
  });

  it('cuts long chunks, and the slots in them, and passes empty ones over', () => {
    using folder = new TempFolder();
    const bytes = Buffer.alloc(2.5 * 1024 * 1024, 'x');
    const slots = [{ offset: 1024 * 1024 - 3, length: 8, class: 'password', id: 1 }];
    const journal = Journal.create(folder.file('a'), options);
    tapeInto(journal, [
      {
        ...echo,
        events: [
          { at: 0, type: 'stdout', bytes: Buffer.alloc(0) },
          { at: 0, type: 'stdin', bytes, slots },
          done,
        ],
      },
    ]);
    journal.finalise();
    const { events } = contentOf(folder.file('a')).recordings[0] as Recording;
    const chunks = events.filter((event) => 'bytes' in event);
    expect(chunks.map((event) => event.bytes.length)).toEqual([1024 * 1024, 1024 * 1024, 512 * 1024]);
    expect(chunks.map((event) => event.slots)).toEqual([
      [{ offset: 1024 * 1024 - 3, length: 3, class: 'password', id: 1 }],
      [{ offset: 0, length: 5, class: 'password', id: 1 }],
      undefined,
    ]);
  });

  it('tapes no time that goes backwards, and one outcome', () => {
    using folder = new TempFolder();
    const journal = Journal.create(folder.file('a'), options);
    const out = (at: number): TapedEvent => ({ at, type: 'stdout', bytes: Buffer.from('x') });
    tapeInto(journal, [
      {
        ...echo,
        events: [out(5.9), out(3), { ...done, at: 4 }, { at: 9, type: 'outcome', outcome: exited(1) }],
      },
    ]);
    journal.finalise();
    const { events } = contentOf(folder.file('a')).recordings[0] as Recording;
    expect(events).toEqual([out(5), out(5), { ...done, at: 5 }]);
  });

  it('keeps the permissions of the file it replaces', () => {
    using folder = new TempFolder();
    writeFileSync(folder.file('a'), 'old', { mode: 0o600 });
    writeContent(folder.file('a'), tiny);
    expect(statSync(folder.file('a')).mode & 0o777).toBe(0o600);
  });

  it('replaces the file that a link leads to, and locks it there', () => {
    using folder = new TempFolder();
    mkdirSync(folder.file('d'));
    writeContent(folder.file('d/a'), tiny);
    symlinkSync('d/a', folder.file('link'));
    const journal = Journal.create(folder.file('link'), options);
    expect(readdirSync(folder.file('d'))).toEqual(['a', 'a.journal']);
    expect(() => Journal.create(folder.file('d/a'), options)).toThrow(
      expect.objectContaining({ code: 'CASSETTE_LOCKED' }),
    );
    journal.finalise();
    expect(contentOf(folder.file('d/a'))).toEqual({ ...sample, recordings: [] });
  });

  it('leaves everything as it was where it is told so after a look at the new file', () => {
    using folder = new TempFolder();
    const before = readFileSync(writeContent(folder.file('a'), tiny));
    const journal = Journal.create(folder.file('a'), options);
    tapeInto(journal, sample.recordings);
    const seen: number[] = [];
    expect(journal.finalise({ unless: (fresh) => seen.push(fresh.count) > 0 })).toBe(false);
    expect(seen).toEqual([sample.recordings.length]);
    expect(readdirSync(folder.path)).toEqual(['a']);
    expect(readFileSync(folder.file('a')).equals(before)).toBe(true);
  });
});

describe('a journal finalised after an old cassette', () => {
  it('has the bytes of the old recordings first, with what this release does not know', () => {
    using folder = new TempFolder();
    const header = pack({ day: '2020-01-01', weather: 'fine', redacted: ['b'] });
    const recordings = [
      [pack({ later: 1, command: Buffer.from('x'), start: 0 }), OUTCOME, end(1)],
      [HEAD, OUTCOME, end(1)],
    ];
    const old = readFileSync(forge(folder.file('a'), { header, recordings }));
    using before = CassetteFile.open(folder.file('a'));
    const journal = Journal.create(folder.file('a'), {
      mode: 'new-episodes',
      header: { ...sample.header, redacted: ['a'] },
    });
    tapeInto(journal, [later(5)]);
    journal.finalise({ after: before });
    using file = CassetteFile.open(folder.file('a'));
    expect(file.header).toEqual({ day: '2020-01-01', host: {}, redacted: ['a', 'b'] });
    expect(file.headerPayload.includes('weather')).toBe(true);
    const bodies = (
      bytes: Buffer,
      { offset, length }: { offset: number; length: number },
      more = 0,
    ): Buffer => bytes.subarray(offset, offset + length + more);
    const size = before.entry(1).length;
    expect(bodies(readFileSync(folder.file('a')), file.entry(0), size)).toEqual(
      bodies(old, before.entry(0), size),
    );
    expect(contentOf(folder.file('a')).recordings[2]).toEqual(later(5));
  });

  it('is the old file, byte for byte, where nothing was added', () => {
    using folder = new TempFolder();
    const old = readFileSync(writeContent(folder.file('a'), sample));
    using before = CassetteFile.open(folder.file('a'));
    Journal.create(folder.file('a'), options).finalise({ after: before });
    expect(readFileSync(folder.file('a')).equals(old)).toBe(true);
  });
});

describe('a disk that fills up', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });

  it('ends the taping, keeps what was complete, and says so', () => {
    using folder = new TempFolder();
    let room = 1_000;
    const journal = Journal.create(folder.file('a'), {
      ...options,
      write: (fd, parts, position) => {
        const bytes = Buffer.concat(parts);
        writeAll(fd, [bytes.subarray(0, room)], position);
        room -= bytes.length;
        if (room < 0) throw full;
      },
    });
    const recordings = Array.from({ length: 50 }, (_, i) => later(i));
    tapeInto(journal, recordings);
    const complete = journal.recordings;
    expect(complete).toBeGreaterThan(2);
    expect(complete).toBeLessThan(50);
    expect(journal.failure).toMatchObject({
      code: 'TAPING_FAILED',
      message: expect.stringContaining(
        `no space left on device, write; ${complete} recordings were complete`,
      ),
      remedy: `free some space on that disk, then run \`tapehead repair ${folder.file('a')}\` to keep what was complete`,
    });
    expect(() => journal.finalise()).toThrow(journal.failure);
    expect(existsSync(folder.file('a.journal'))).toBe(true);
  });

  it('while it is made final leaves the old cassette and the journal', () => {
    using folder = new TempFolder();
    const old = readFileSync(writeContent(folder.file('a'), tiny));
    let isFull = false;
    const journal = Journal.create(folder.file('a'), {
      ...options,
      write: (fd, parts, position) => {
        if (isFull) throw full;
        writeAll(fd, parts, position);
      },
    });
    tapeInto(journal, sample.recordings);
    isFull = true;
    expect(() => journal.finalise()).toThrow(
      expect.objectContaining({
        code: 'CASSETTE_UNWRITABLE',
        remedy: expect.stringContaining('tapehead repair'),
      }),
    );
    expect(readdirSync(folder.path)).toEqual(['a', 'a.journal']);
    expect(readFileSync(folder.file('a')).equals(old)).toBe(true);
  });

  it('before the first byte leaves nothing', () => {
    using folder = new TempFolder();
    const write = (): never => {
      throw full;
    };
    expect(() => Journal.create(folder.file('a'), { ...options, write })).toThrow(
      expect.objectContaining({ code: 'CASSETTE_UNWRITABLE' }),
    );
    expect(readdirSync(folder.path)).toEqual([]);
  });
});

it('fails the taping, and nothing else, for an argv that no cassette can hold', () => {
  using folder = new TempFolder();
  const journal = Journal.create(folder.file('a'), options);
  tapeInto(journal, [echo]);
  const head: RecordingHead = {
    ...echo.head,
    asked: { kind: 'argv', argv: Array<Buffer>(200_000).fill(Buffer.from('x')) },
  };
  tapeInto(journal, [{ ...echo, head }]);
  expect(journal.failure).toMatchObject({
    code: 'TAPING_FAILED',
    message: expect.stringContaining('more than 131072 values'),
  });
  expect(journal.recordings).toBe(1);
  journal.keep();
});

describe('a cassette that cannot be written', () => {
  it.each([
    ['in a place that takes no files', '/proc/x.cassette'],
    ['below a file', '/etc/passwd/x.cassette'],
  ])('%s is refused before anything is asked of the host', (_, path) => {
    expect(() => Journal.create(path, options)).toThrow(
      expect.objectContaining({
        code: 'CASSETTE_UNWRITABLE',
        message: expect.stringContaining(`${path} cannot be written`),
      }),
    );
    expect(existsSync(dirname(path))).toBe(true);
  });
});

it('says of a read-only directory what to do', () => {
  using folder = new TempFolder();
  mkdirSync(folder.file('d'), { mode: 0o555 });
  chmodSync(folder.path, 0o755);
  asNobody(() => {
    expect(() => Journal.create(folder.file('d/a'), options)).toThrow(
      expect.objectContaining({
        code: 'CASSETTE_UNWRITABLE',
        remedy: 'make the directory writable for this user, or name a cassette in another one',
      }),
    );
  });
});

/** Root may write everywhere; every test file is a process of its own. */
function asNobody(act: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('the lock', () => {
  const machine = (pid: number, started: string | undefined, host = 'here') => ({
    holder: { host, boot: 'b', pid, started: 'then' },
    startOf: () => started,
  });
  const clock = (ms: number): Clock => ({ now: () => 0, wall: () => ms, wait: () => Promise.resolve() });
  const codeOf = (create: () => Journal): string => {
    try {
      create().discard();
      return 'free';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('names the recorder that holds it', () => {
    using folder = new TempFolder();
    const journal = Journal.create(folder.file('a'), options);
    expect(() => Journal.create(folder.file('a'), options)).toThrow(
      expect.objectContaining({
        code: 'CASSETTE_LOCKED',
        message: expect.stringContaining(`process ${process.pid} on `),
      }),
    );
    journal.discard();
    Journal.create(folder.file('a'), options).discard();
  });

  it('is let go where the journal was kept or could not be made final', () => {
    using folder = new TempFolder();
    Journal.create(folder.file('a'), options).keep();
    expect(() => Journal.create(folder.file('a'), options)).toThrow(
      expect.objectContaining({
        code: 'JOURNAL_LEFT',
        remedy: expect.stringContaining(`tapehead repair ${folder.file('a')}`),
      }),
    );
  });

  it('is held by a living process however old, and by none that is dead', () => {
    using folder = new TempFolder();
    const held = Journal.create(folder.file('a'), { ...options, machine: machine(77, 'then') });
    const now = Date.now() + 10 * 60_000;
    const next = (started: string | undefined) => () =>
      Journal.create(folder.file('a'), { ...options, machine: machine(88, started), clock: clock(now) });
    expect(codeOf(next('then'))).toBe('CASSETTE_LOCKED');
    expect(codeOf(next('another time'))).toBe('JOURNAL_LEFT');
    expect(codeOf(next(undefined))).toBe('JOURNAL_LEFT');
    held.discard();
  });

  it('goes by the age of the journal where the holder cannot be seen', () => {
    using folder = new TempFolder();
    const held = Journal.create(folder.file('a'), { ...options, machine: machine(77, 'then', 'elsewhere') });
    const next = (age: number) => () =>
      Journal.create(folder.file('a'), {
        ...options,
        machine: machine(77, 'then'),
        clock: clock(statSync(held.path).mtimeMs + age),
      });
    expect(codeOf(next(59_000))).toBe('CASSETTE_LOCKED');
    expect(codeOf(next(61_000))).toBe('JOURNAL_LEFT');
    held.discard();
  });

  it('counts for a minute where only the file is there yet', () => {
    using folder = new TempFolder();
    writeFileSync(folder.file('a.journal'), '');
    expect(codeOf(() => Journal.create(folder.file('a'), options))).toBe('CASSETTE_LOCKED');
    utimesSync(folder.file('a.journal'), 1, 1);
    expect(codeOf(() => Journal.create(folder.file('a'), options))).toBe('JOURNAL_LEFT');
  });
});
