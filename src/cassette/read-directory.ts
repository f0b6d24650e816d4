import { crc32 } from 'node:zlib';
import { ENTRY, getU64 } from './directory.ts';
import { readExactly } from './disk.ts';
import { MAGIC_LENGTH } from './magic.ts';
import { decodeTrailer, TRAILER_LENGTH } from './trailer.ts';
import { damaged } from './trouble.ts';

/** The directory of a final file, and where the bodies lie that it lists. */
export interface Directory {
  directory: Buffer;
  bodies: { start: number; end: number };
}

/**
 * Reads trailer and directory. Bodies have to follow one another up to the directory: so reading all of them
 * is reading the file once, whatever a directory made by hand says.
 *
 * @throws TapeheadError CASSETTE_DAMAGED
 */
export function readDirectory(path: string, fd: number, size: number): Directory {
  const offset = size - TRAILER_LENGTH;
  if (offset < MAGIC_LENGTH) throw damaged({ path, offset: size }, 'it is too short to be whole');
  const trailer = decodeTrailer(readExactly(path, fd, offset, TRAILER_LENGTH), { path, offset });
  const end = trailer.directoryOffset;
  const directory = readExactly(path, fd, end, trailer.count * ENTRY.size);
  if (crc32(directory) !== trailer.crc) throw damaged({ path, offset: end }, 'the directory has a wrong CRC');

  const start = trailer.count === 0 ? end : getU64(directory, ENTRY.offset);
  let next = start;
  for (let at = 0; at < directory.length; at += ENTRY.size) {
    if (getU64(directory, at + ENTRY.offset) !== next) {
      throw damaged({ path, offset: end + at }, 'a recording does not begin where the one before it ends');
    }
    next += getU64(directory, at + ENTRY.length);
  }
  if (next !== end)
    throw damaged({ path, offset: end }, 'the recordings do not end where the directory begins');
  return { directory, bodies: { start, end } };
}
