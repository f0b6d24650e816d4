import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { assemble } from '../../src/cassette/assemble.ts';
import { writeAll } from '../../src/cassette/disk.ts';
import { Journal } from '../../src/cassette/journal.ts';
import { recover } from '../../src/cassette/recover.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { random } from '../support/random.ts';
import { TempFolder } from '../support/tape.ts';
import { type Content, contentOf, type Recording, tapeInterleaved, writeContent } from './content.ts';
import { randomContent } from './random-content.ts';
import { sample, tiny } from './sample.ts';

const { seed } = random();

interface Found {
  content: Content;
  dropped: number;
  headerLost: boolean;
  damage: string | undefined;
}

/** Recovers a file into another one, and reads that. */
function recovered(folder: TempFolder, path: string): Found {
  using found = recover(path);
  // As replaceCassette() does, without the syncing.
  const fd = openSync(folder.file('recovered'), 'w');
  assemble(fd, found.header, [found.source], writeAll);
  closeSync(fd);
  const { dropped, headerLost, damage } = found;
  return { content: contentOf(folder.file('recovered')), dropped, headerLost, damage: damage?.message };
}

describe(`a journal cut off at any byte (seed ${seed})`, () => {
  it('gives every recording whose end was written, and no other', { timeout: 120_000 }, () => {
    using folder = new TempFolder();
    const chance = random(seed);
    const recordings = sample.recordings.map((recording, start) => ({
      ...recording,
      head: { ...recording.head, start },
    }));
    const ends: { recording: Recording; at: number }[] = [];
    let written = 0;
    const journal = Journal.create(folder.file('a'), {
      mode: 'all',
      header: sample.header,
      write: (fd, parts) => {
        const bytes = Buffer.concat(parts);
        writeFileSync(fd, bytes);
        written += bytes.length;
      },
    });
    const start = written;
    const watched = recordings.map((recording) => ({
      ...recording,
      // Read when the recording ends, right before its end is written.
      get notes() {
        queueEnd(recording);
        return recording.notes;
      },
    }));
    const pending: Recording[] = [];
    const queueEnd = (recording: Recording): void => void pending.push(recording);
    const settle = (): void => {
      for (const recording of pending.splice(0)) ends.push({ recording, at: written });
    };
    tapeInterleaved(journal, watched, (bound) => {
      settle();
      return chance.int(bound);
    });
    settle();
    const bytes = readFileSync(journal.path);
    journal.keep();
    expect(ends).toHaveLength(recordings.length);
    expect(written).toBe(bytes.length);

    for (let length = start; length <= bytes.length; length++) {
      writeFileSync(folder.file('cut'), bytes.subarray(0, length));
      const complete = ends.filter(({ at }) => at <= length).map(({ recording }) => recording);
      complete.sort((a, b) => a.head.start - b.head.start);
      const { content } = recovered(folder, folder.file('cut'));
      expect(content, `seed ${seed}, cut at ${length}`).toEqual({
        header: sample.header,
        recordings: complete,
      });
    }
    for (let length = 0; length < start; length++) {
      writeFileSync(folder.file('cut'), bytes.subarray(0, length));
      if (length < 16)
        expect(() => recover(folder.file('cut'))).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/^CASSETTE_/) }),
        );
      else expect(recovered(folder, folder.file('cut')).content.recordings).toEqual([]);
    }
  });
});

describe(`a journal with a changed byte (seed ${seed})`, () => {
  it('gives only recordings that were taped', () => {
    using folder = new TempFolder();
    const content = { ...sample, recordings: randomContent(random(seed), 12).recordings.map(short) };
    const journal = Journal.create(folder.file('a'), { mode: 'all', header: sample.header });
    tapeInterleaved(journal, content.recordings, random(seed).int);
    const bytes = readFileSync(journal.path);
    journal.discard();
    const taped = new Set(content.recordings.map((recording) => JSON.stringify(recording)));
    for (let at = 16; at < bytes.length; at += 7) {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] as number) ^ 0x55;
      writeFileSync(folder.file('changed'), changed);
      const { content: found, damage } = recovered(folder, folder.file('changed'));
      expect(damage).toContain('damaged at byte');
      for (const recording of found.recordings)
        expect(taped.has(JSON.stringify(recording)), `seed ${seed}, byte ${at}`).toBe(true);
    }
  });
});

describe('a damaged final file', () => {
  it('gives all but the recording that was hit', () => {
    using folder = new TempFolder();
    const path = folder.file('a');
    const bytes = readFileSync(writeContent(path, sample));
    using file = CassetteFile.open(path);
    const entries = sample.recordings.map((_, i) => file.entry(i));
    for (let at = 16; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] as number) ^ 0x55;
      writeFileSync(folder.file('changed'), changed);
      const hit = entries.findIndex(({ offset, length }) => at >= offset && at < offset + length);
      const { content, dropped, headerLost } = recovered(folder, folder.file('changed'));
      expect(content.recordings, `byte ${at}`).toEqual(sample.recordings.filter((_, i) => i !== hit));
      expect(dropped).toBe(hit >= 0 ? 1 : 0);
      expect(headerLost).toBe(at < (entries[0]?.offset ?? 0));
    }
  });

  it('gives every recording before the cut', () => {
    using folder = new TempFolder();
    const path = folder.file('a');
    const bytes = readFileSync(writeContent(path, sample));
    using file = CassetteFile.open(path);
    const ends = sample.recordings.map((_, i) => file.entry(i).offset + file.entry(i).length);
    for (let length = 16; length < bytes.length; length++) {
      writeFileSync(folder.file('cut'), bytes.subarray(0, length));
      const { content } = recovered(folder, folder.file('cut'));
      expect(content.recordings, `cut at ${length}`).toEqual(
        sample.recordings.filter((_, i) => (ends[i] as number) <= length),
      );
    }
  });

  it('gives all but the one that was hit without the directory too, if the length was spared', () => {
    using folder = new TempFolder();
    const path = folder.file('a');
    const bytes = readFileSync(writeContent(path, sample));
    using file = CassetteFile.open(path);
    const [, , { offset, headLength }] = sample.recordings.map((_, i) => file.entry(i)) as [
      unknown,
      unknown,
      { offset: number; headLength: number },
    ];
    for (const at of [offset + 4, offset + headLength - 1, offset + headLength + 30]) {
      const changed = Buffer.from(bytes.subarray(0, -1));
      changed[at] = (bytes[at] as number) ^ 0x55;
      writeFileSync(folder.file('changed'), changed);
      const { content, dropped } = recovered(folder, folder.file('changed'));
      expect(content.recordings).toEqual(sample.recordings.filter((_, i) => i !== 2));
      expect(dropped).toBe(1);
    }
  });

  it('never takes what a host printed for a recording', () => {
    using folder = new TempFolder();
    const inner = readFileSync(writeContent(folder.file('inner'), sample));
    const [echo] = tiny.recordings as readonly [Recording];
    const [, outcome] = echo.events;
    const outer: Recording = {
      ...echo,
      events: [{ at: 0, type: 'stdout', bytes: inner }, outcome as Recording['events'][number]],
    };
    const bytes = readFileSync(writeContent(folder.file('a'), { ...tiny, recordings: [echo, outer, echo] }));
    const body = bytes.indexOf(inner);
    for (let at = 24; at < bytes.length; at++) {
      const cut = Buffer.from(bytes.subarray(0, -1));
      cut[at] = (cut[at] as number) ^ 0x10;
      if (at > body + 9 && at < body + inner.length - 9) continue;
      writeFileSync(folder.file('cut'), cut);
      for (const recording of recovered(folder, folder.file('cut')).content.recordings) {
        expect([echo, outer], `byte ${at}`).toContainEqual(recording);
      }
    }
  });
});

describe('a recorder killed with SIGKILL', () => {
  const fixture = join(import.meta.dirname, 'fixtures', 'tapes-until-killed.mjs');
  let folder: TempFolder;
  beforeAll(() => {
    folder = new TempFolder();
    return () => folder[Symbol.dispose]();
  });

  it('loses no recording that was complete', async () => {
    const child = spawn(process.execPath, [fixture, folder.file('a')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    const output = text(child.stdout);
    child.stdout.once('data', () => child.kill('SIGKILL'));
    await closed;
    const told = (await output).trimEnd().split('\n').length;
    const { content } = recovered(folder, folder.file('a.journal'));
    expect(told).toBeGreaterThan(0);
    expect(content.recordings.length).toBeGreaterThanOrEqual(told);
    content.recordings.forEach(({ head }, i) =>
      expect(head.asked).toEqual({ kind: 'string', command: Buffer.from(`echo ${i}`) }),
    );
    expect(() => Journal.create(folder.file('a'), { mode: 'all', header: sample.header })).toThrow(
      expect.objectContaining({ code: 'JOURNAL_LEFT' }),
    );
  });
});

/** Short enough to change every byte of it in turn. */
const short = (recording: Recording): Recording => ({
  ...recording,
  events: recording.events.filter((event) => !('bytes' in event) || event.bytes.length < 100),
});
