import { crc32 } from 'node:zlib';
import { ENTRY, getU64, putU64 } from './directory.ts';
import { damaged, type Place } from './trouble.ts';

/** Bytes of the trailer, which is the end of the file. */
export const TRAILER_LENGTH = 32;

export interface Trailer {
  directoryOffset: number;
  count: number;
  /** CRC-32 of the directory. */
  crc: number;
}

export function encodeTrailer({ directoryOffset, count, crc }: Trailer): Buffer {
  const trailer = Buffer.alloc(TRAILER_LENGTH);
  putU64(trailer, 0, directoryOffset);
  putU64(trailer, 8, count);
  trailer.writeUInt32LE(crc, 16);
  trailer.writeUInt32LE(crc32(trailer.subarray(0, 20)), 20);
  trailer.set(CLOSING, 24);
  return trailer;
}

/**
 * The trailer of a file; `place` is where it stands.
 *
 * @throws TapeheadError CASSETTE_DAMAGED
 */
export function decodeTrailer(trailer: Buffer, place: Place): Trailer {
  if (!trailer.subarray(24).equals(CLOSING))
    throw damaged(place, 'it does not end as cassettes do, so it was cut off');
  if (trailer.readUInt32LE(20) !== crc32(trailer.subarray(0, 20)))
    throw damaged(place, 'the trailer has a wrong CRC');
  const found = {
    directoryOffset: getU64(trailer, 0),
    count: getU64(trailer, 8),
    crc: trailer.readUInt32LE(16),
  };
  if (found.directoryOffset + found.count * ENTRY.size !== place.offset) {
    throw damaged(place, 'the directory does not end where the trailer begins');
  }
  return found;
}

const CLOSING = Buffer.from('tape-end', 'latin1');
