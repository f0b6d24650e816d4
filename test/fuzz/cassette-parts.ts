import { crc32 } from 'node:zlib';
import { ENTRY, putU64, writeEntry } from '../../src/cassette/directory.ts';
import { FRAME_HEADER, frameHeader } from '../../src/cassette/frame.ts';
import { encodeLock, journalFrame, NO_RECORDING } from '../../src/cassette/journal-frame.ts';
import { MAGIC_LENGTH, magicOf } from '../../src/cassette/magic.ts';
import { Taping, type TapingJournal } from '../../src/cassette/taping.ts';
import { encodeTrailer, TRAILER_LENGTH } from '../../src/cassette/trailer.ts';
import { encodeHeader } from '../../src/cassette/v1/header.ts';
import type { Content, Recording } from '../cassette/content.ts';
import type { Random } from '../support/random.ts';

/** A cassette taken apart, so that it can be put together again with other payloads and with CRCs that hold. */
export interface CassetteParts {
  header: Buffer;
  /** The payloads of each recording, from its head to its end, and its 64 bytes of the directory. */
  recordings: readonly { payloads: readonly Buffer[]; entry: Buffer }[];
}

/** A number somewhere in a file: u16, u32 or u64. */
export interface Field {
  at: number;
  width: 2 | 4 | 8;
}

/** A file, where its numbers stand, and how its CRCs are made to hold again when one was changed. */
export interface Joined {
  bytes: Buffer;
  fields: readonly Field[];
  mend(changed: Buffer): void;
}

/** What a recorder would write of it. */
export function partsOf({ header, recordings }: Content): CassetteParts {
  return { header: encodeHeader(header), recordings: recordings.map(partsOfRecording) };
}

function partsOfRecording({ head, events, notes }: Recording): CassetteParts['recordings'][number] {
  const payloads: Buffer[] = [];
  const entry = Buffer.alloc(ENTRY.size);
  const journal: TapingJournal = {
    write: ([, ...payload]) => void payloads.push(Buffer.concat(payload)),
    ended: (_, found) => found && writeEntry(entry, 0, found),
  };
  const taping = new Taping(journal, 1, head);
  for (const event of events) taping.event(event);
  taping.end({ notes });
  return { payloads, entry };
}

export function joinFinal({ header, recordings }: CassetteParts): Joined {
  const parts: Buffer[] = [magicOf('final'), frame(header)];
  let at = MAGIC_LENGTH + FRAME_HEADER + header.length;
  const fields: Field[] = [{ at: 14, width: 2 }, ...frameFields(MAGIC_LENGTH)];
  const entries = recordings.map(({ payloads, entry }) => {
    const frames = payloads.map(frame);
    const length = frames.reduce((sum, one) => sum + one.length, 0);
    const own = Buffer.from(entry);
    putU64(own, ENTRY.offset, at);
    putU64(own, ENTRY.length, length);
    own.writeUInt32LE(frames[0]?.length ?? 0, ENTRY.headLength);
    own.writeUInt16LE((frames.at(-1)?.length ?? 0) & 0xffff, ENTRY.endLength);
    own.writeUInt32LE(crc32(Buffer.concat(frames.map((one) => one.subarray(0, FRAME_HEADER)))), ENTRY.crc);
    for (const one of frames) {
      fields.push(...frameFields(at));
      at += one.length;
    }
    parts.push(Buffer.concat(frames));
    return own;
  });
  const directory = at;
  const trailer = directory + ENTRY.size * entries.length;
  for (let entry = directory; entry < trailer; entry += ENTRY.size) fields.push(...entryFields(entry));
  fields.push({ at: trailer, width: 8 }, { at: trailer + 8, width: 8 });
  parts.push(...entries, Buffer.alloc(TRAILER_LENGTH));
  const bytes = Buffer.concat(parts);
  bytes.set(encodeTrailer({ directoryOffset: directory, count: entries.length, crc: 0 }), trailer);
  const mend = (changed: Buffer): void => {
    changed.writeUInt32LE(crc32(changed.subarray(directory, trailer)), trailer + 16);
    changed.writeUInt32LE(crc32(changed.subarray(trailer, trailer + 20)), trailer + 20);
  };
  mend(bytes);
  return { bytes, fields, mend };
}

/** The same as the journal that a recorder left, its recordings interleaved as chance has it. */
export function joinJournal({ header, recordings }: CassetteParts, { int }: Random): Joined {
  const frames = [frameOf(NO_RECORDING, LOCK), frameOf(NO_RECORDING, header)];
  const running = recordings.map(({ payloads }, i) => ({ number: i + 1, left: [...payloads] }));
  while (running.length > 0) {
    const turn = int(Math.min(running.length, 3));
    const one = running[turn] as (typeof running)[number];
    const payload = one.left.shift();
    if (payload) frames.push(frameOf(one.number, payload));
    else running.splice(turn, 1);
  }
  const starts: number[] = [];
  let at = MAGIC_LENGTH;
  for (const one of frames) {
    starts.push(at);
    at += one.length;
  }
  const fields: Field[] = starts.flatMap((start) => [
    { at: start, width: 4 },
    { at: start + 4, width: 4 },
    { at: start + 8, width: 4 },
  ]);
  const mend = (changed: Buffer): void => {
    for (const start of starts) {
      changed.writeUInt32LE(crc32(changed.subarray(start, start + 12)), start + 12);
    }
  };
  return { bytes: Buffer.concat([magicOf('journal'), ...frames]), fields, mend };
}

const LOCK = encodeLock({ holder: { host: 'a-host', boot: 'a-boot', pid: 1, started: '1' }, mode: 'all' });

const frame = (payload: Buffer): Buffer => Buffer.concat([frameHeader([payload]), payload]);

const frameOf = (number: number, payload: Buffer): Buffer =>
  Buffer.concat(journalFrame(number, [payload]).parts);

const frameFields = (at: number): Field[] => [
  { at, width: 4 },
  { at: at + 4, width: 4 },
];

const entryFields = (at: number): Field[] => [
  { at: at + ENTRY.offset, width: 8 },
  { at: at + ENTRY.length, width: 8 },
  { at: at + ENTRY.start, width: 8 },
  { at: at + ENTRY.duration, width: 8 },
  { at: at + ENTRY.headLength, width: 4 },
  { at: at + ENTRY.crc, width: 4 },
  { at: at + ENTRY.outcome, width: 2 },
  { at: at + ENTRY.endLength, width: 2 },
  { at: at + ENTRY.code, width: 4 },
];
