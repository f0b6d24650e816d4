import { ENTRY, getU64 } from './directory.ts';
import { copyRange, type Write } from './disk.ts';

/** Bodies in a final file, as their directory entries have them. */
export interface Ranges {
  path: string;
  fd: number;
  entries: Buffer;
}

/** Copies each body, byte for byte, to its position in the file `to`, those at 0 left out. Neighbours that stay neighbours are copied as one. */
export function copyRanges(
  { path, fd, entries }: Ranges,
  to: number,
  positions: Float64Array,
  write: Write,
): void {
  const offset = (index: number): number => getU64(entries, index * ENTRY.size + ENTRY.offset);
  const length = (index: number): number => getU64(entries, index * ENTRY.size + ENTRY.length);
  for (let first = 0; first < positions.length;) {
    const position = positions[first] as number;
    if (position === 0) {
      first++;
      continue;
    }
    let size = length(first);
    let next = first + 1;
    for (; next < positions.length; next++) {
      if (offset(next) !== offset(first) + size || positions[next] !== position + size) break;
      size += length(next);
    }
    copyRange(path, fd, offset(first), size, to, position, write);
    first = next;
  }
}
