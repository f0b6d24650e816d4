import { crc32 } from 'node:zlib';
import { FRAME_HEADER, frameHeader } from './frame.ts';
import { MAX_PAYLOAD } from './limits.ts';
import type { Holder } from './lock.ts';
import type { Place } from './trouble.ts';
import { asCount, asFields, asText, pack, unpack } from './v1/shape.ts';

/**
 * Bytes in front of a payload in the journal: u32 length, u32 recording number, u32 CRC-32 of the payload,
 * u32 CRC-32 of these twelve bytes. So a damaged payload still tells its recording, and where the next begins.
 */
export const JOURNAL_FRAME_HEADER = 16;

/** The number of the frames that belong to no recording: first the lock, then the cassette's header. */
export const NO_RECORDING = 0;

export interface JournalFrameHeader {
  length: number;
  number: number;
  crc: number;
}

/** The same frame for the journal, and its header as the final file will have it. */
export function journalFrame(
  number: number,
  parts: readonly Buffer[],
): { parts: Buffer[]; finalHeader: Buffer; length: number } {
  const finalHeader = frameHeader(parts);
  const header = Buffer.allocUnsafe(JOURNAL_FRAME_HEADER);
  header.set(finalHeader.subarray(0, 4), 0);
  header.writeUInt32LE(number, 4);
  header.set(finalHeader.subarray(4), 8);
  header.writeUInt32LE(crc32(header.subarray(0, 12)), 12);
  return { parts: [header, ...parts], finalHeader, length: FRAME_HEADER + finalHeader.readUInt32LE(0) };
}

/** Undefined where these are no header: nothing after it can be trusted then. */
export function readJournalHeader(bytes: Buffer, at: number): JournalFrameHeader | undefined {
  const length = bytes.readUInt32LE(at);
  if (length === 0 || length > MAX_PAYLOAD) return undefined;
  if (bytes.readUInt32LE(at + 12) !== crc32(bytes.subarray(at, at + 12))) return undefined;
  return { length, number: bytes.readUInt32LE(at + 4), crc: bytes.readUInt32LE(at + 8) };
}

/** What the first frame of a journal says. */
export interface Lock {
  holder: Holder;
  /** What becomes of the recordings that were there: the mode of the run. */
  mode: string;
}

export const encodeLock = ({ holder: { host, boot, pid, started }, mode }: Lock): Buffer =>
  pack({ host, boot, pid, started, mode });

export function decodeLock(payload: Buffer, place: Place): Lock {
  const fields = asFields(unpack(payload, place), 'the lock', place);
  const text = (name: string): string => asText(fields.get(name), `the lock's ${name}`, place);
  return {
    holder: {
      host: text('host'),
      boot: text('boot'),
      pid: asCount(fields.get('pid'), 'the pid', place),
      started: text('started'),
    },
    mode: text('mode'),
  };
}
