import { crc32 } from 'node:zlib';
import { ENTRY, getU64, putU64 } from './directory.ts';
import type { Write } from './disk.ts';
import { FRAME_HEADER, frameHeader } from './frame.ts';
import { encodeTrailer } from './trailer.ts';
import { MAGIC_LENGTH, magicOf } from './magic.ts';

/** Complete recordings that lie somewhere: in a cassette, in a journal, in a damaged file. */
export interface Source {
  readonly count: number;
  /** Their directory entries, true but for the offsets, which assembling gives. */
  readonly entries: Buffer;
  /** What decides between two of this source that began in the same µs. */
  rank(index: number): number;
  /** Writes each body to its position in the file `to`; those with position 0 are left out. */
  copyBodies(to: number, positions: Float64Array, write: Write): void;
}

/**
 * Writes a final file from the recordings of all sources, in order of start; where two began at once the
 * earlier source comes first. Constant memory beside 64 bytes a recording.
 */
export function assemble(fd: number, headerPayload: Buffer, sources: readonly Source[], write: Write): void {
  const header = [magicOf('final'), frameHeader([headerPayload]), headerPayload];
  const { directory, positions, end } = layOut(sources, MAGIC_LENGTH + FRAME_HEADER + headerPayload.length);
  write(fd, header, 0);
  sources.forEach((source, s) => source.copyBodies(fd, positions[s] as Float64Array, write));
  const trailer = encodeTrailer({
    directoryOffset: end,
    count: directory.length / ENTRY.size,
    crc: crc32(directory),
  });
  write(fd, [directory, trailer], end);
}

/** The directory, and where each source's recordings come to lie. */
function layOut(
  sources: readonly Source[],
  start: number,
): { directory: Buffer; positions: Float64Array[]; end: number } {
  const order = inOrder(sources);
  const directory = Buffer.allocUnsafe(order.count * ENTRY.size);
  const positions = sources.map(({ count }) => new Float64Array(count));
  let end = start;
  for (let i = 0; i < order.count; i++) {
    const { s, index } = order.at(i);
    const at = i * ENTRY.size;
    (sources[s] as Source).entries.copy(directory, at, index * ENTRY.size, (index + 1) * ENTRY.size);
    putU64(directory, at + ENTRY.offset, end);
    (positions[s] as Float64Array)[index] = end;
    end += getU64(directory, at + ENTRY.length);
  }
  return { directory, positions, end };
}

function inOrder(sources: readonly Source[]): { count: number; at(i: number): { s: number; index: number } } {
  const count = sources.reduce((sum, source) => sum + source.count, 0);
  const bases: number[] = [];
  const starts = new Float64Array(count);
  const ranks = new Float64Array(count);
  let n = 0;
  for (const source of sources) {
    bases.push(n);
    for (let i = 0; i < source.count; i++, n++) {
      starts[n] = getU64(source.entries, i * ENTRY.size + ENTRY.start);
      ranks[n] = source.rank(i);
    }
  }
  const locate = (number: number): { s: number; index: number } => {
    const s = bases.findLastIndex((base) => base <= number);
    return { s, index: number - (bases[s] as number) };
  };
  const compare = (a: number, b: number): number =>
    (starts[a] as number) - (starts[b] as number) ||
    (sources.length > 1 ? locate(a).s - locate(b).s : 0) ||
    (ranks[a] as number) - (ranks[b] as number);
  const numbers = Uint32Array.from({ length: count }, (_, i) => i);
  if (numbers.some((number, i) => i > 0 && compare(numbers[i - 1] as number, number) > 0))
    numbers.sort(compare);
  return { count, at: (i) => locate(numbers[i] as number) };
}
