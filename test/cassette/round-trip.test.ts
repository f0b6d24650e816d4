import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { Journal } from '../../src/cassette/journal.ts';
import type { TapedEvent } from '../../src/cassette/recording.ts';
import { digest8, keyOf } from '../../src/key.ts';
import { random } from '../support/random.ts';
import { TempFolder } from '../support/tape.ts';
import { contentOf, type Recording, recordingOf, tapeInterleaved, writeContent } from './content.ts';
import { randomContent } from './random-content.ts';
import { tiny } from './sample.ts';

const { seed } = random();

describe(`a cassette (seed ${seed})`, () => {
  it('gives back what was taped, and writes the same bytes for it again', () => {
    using folder = new TempFolder();
    for (let round = 0; round < 60; round++) {
      const content = randomContent(random(seed + round));
      const first = writeContent(folder.file('a'), content);
      const read = contentOf(first);
      // Much quicker than toEqual(), which goes through Buffers byte by byte.
      if (!isDeepStrictEqual(read, content)) expect(read, `seed ${seed + round}`).toEqual(content);
      const again = writeContent(folder.file('b'), read);
      expect(readFileSync(again).equals(readFileSync(first)), `seed ${seed + round}`).toBe(true);
    }
  });

  it('is the same whatever ran at once while it was taped', () => {
    using folder = new TempFolder();
    for (let round = 0; round < 30; round++) {
      const chance = random(seed + round);
      const content = randomContent(chance, 40);
      const inRow = readFileSync(writeContent(folder.file('a'), content));
      const journal = Journal.create(folder.file('b'), { mode: 'all', header: content.header });
      tapeInterleaved(journal, content.recordings, chance.int);
      journal.finalise();
      expect(readFileSync(folder.file('b')).equals(inRow), `seed ${seed + round}`).toBe(true);
    }
  });

  it('has a directory that says of each recording what is in it', () => {
    using folder = new TempFolder();
    for (let round = 0; round < 30; round++) {
      const content = randomContent(random(seed + round));
      using file = CassetteFile.open(writeContent(folder.file('a'), content));
      content.recordings.forEach((recording, i) => expect(summary(file, i)).toEqual(expected(recording)));
      const ends = content.recordings.map(({ head, events }) => head.start + (events.at(-1)?.at ?? 0));
      expect(file.duration).toBe(Math.max(0, ...ends));
    }
  });

  it('gives the end of a recording without the rest', () => {
    using folder = new TempFolder();
    const content = randomContent(random(seed), 20);
    using file = CassetteFile.open(writeContent(folder.file('a'), content));
    content.recordings.forEach(({ notes }, i) => expect(file.end(i)).toEqual({ notes }));
  });

  it('reads recordings of any size a part at a time, and hands out bytes that stay as they are', () => {
    using folder = new TempFolder();
    const events: TapedEvent[] = Array.from({ length: 12 }, (_, at) => ({
      at,
      type: 'stdout',
      bytes: Buffer.alloc(700_000, at),
    }));
    events.push({ at: 99, type: 'outcome', outcome: { kind: 'unknown' } });
    const long: Recording = { ...(tiny.recordings[0] as Recording), events };
    using file = CassetteFile.open(writeContent(folder.file('a'), { ...tiny, recordings: [long] }));
    expect(isDeepStrictEqual(recordingOf(file, 0), long)).toBe(true);
  });
});

function summary(file: CassetteFile, index: number): unknown {
  const { keyHash, stdinDigest, start, duration, outcome, stdin, stdinEof, redacted, noted } =
    file.entry(index);
  return { keyHash, stdinDigest, start, duration, kind: outcome.kind, stdin, stdinEof, redacted, noted };
}

function expected({ head, events, notes }: Recording): unknown {
  const outcome = events.find((event) => event.type === 'outcome');
  const typed = events.filter((event) => event.type === 'stdin').map(({ bytes }) => bytes);
  return {
    keyHash: digest8(keyOf(head)),
    stdinDigest:
      typed.length > 0
        ? createHash('sha256').update(Buffer.concat(typed)).digest().subarray(0, 8)
        : Buffer.alloc(8),
    start: head.start,
    duration: events.at(-1)?.at,
    kind: outcome?.outcome.kind,
    stdin: typed.length > 0,
    stdinEof: events.some((event) => event.type === 'eof' && event.stream === 'stdin'),
    redacted:
      [...head.slots, ...(head.executed?.slots ?? []), ...(head.cwd?.slots ?? [])].length > 0 ||
      events.some((event) => 'slots' in event),
    noted: notes.length > 0,
  };
}
