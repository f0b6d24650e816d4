import { writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { type DirectoryEntry, EntryList } from '../../src/cassette/directory.ts';
import { encodeTrailer } from '../../src/cassette/trailer.ts';
import { frameHeader } from '../../src/cassette/frame.ts';
import { magicOf } from '../../src/cassette/magic.ts';
import { pack } from '../../src/cassette/v1/shape.ts';

/** Good enough for a file whose every CRC holds, whatever its payloads are. */
export interface Forged {
  header?: Buffer;
  /** The payloads of each recording, from its head to its end. */
  recordings?: readonly (readonly Buffer[])[];
  /** What the directory lies about. */
  entry?: Partial<DirectoryEntry>;
  version?: number;
}

export const HEADER = pack({ day: '2026-01-31' });
export const HEAD = pack({ command: Buffer.from('echo hi'), start: 0 });
export const OUTCOME = pack([0, 6, 0, 0]);
export const end = (events: number): Buffer => pack({ events });

/** Writes a file by hand, as somebody might who means ill, or who has a later release. */
export function forge(
  path: string,
  { header = HEADER, recordings = [], entry = {}, version = 1 }: Forged,
): string {
  const magic = magicOf('final');
  magic.writeUInt16LE(version, 14);
  const parts = [magic, frame(header)];
  const entries = new EntryList();
  for (const payloads of recordings) {
    const frames = payloads.map(frame);
    const body = Buffer.concat(frames);
    entries.push({
      keyHash: Buffer.alloc(8),
      stdinDigest: Buffer.alloc(8),
      offset: Buffer.concat(parts).length,
      length: body.length,
      start: 0,
      duration: 0,
      headLength: frames[0]?.length ?? 0,
      endLength: frames.at(-1)?.length ?? 0,
      crc: crc32(Buffer.concat(frames.map((bytes) => bytes.subarray(0, 8)))),
      outcome: { kind: 'unknown' },
      stdin: false,
      stdinEof: false,
      redacted: false,
      noted: false,
      ...entry,
    });
    parts.push(body);
  }
  const directoryOffset = Buffer.concat(parts).length;
  parts.push(
    entries.bytes,
    encodeTrailer({ directoryOffset, count: entries.count, crc: crc32(entries.bytes) }),
  );
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

const frame = (payload: Buffer): Buffer => Buffer.concat([frameHeader([payload]), payload]);
