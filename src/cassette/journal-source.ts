import type { Source } from './assemble.ts';
import { type DirectoryEntry, EntryList } from './directory.ts';
import type { Write } from './disk.ts';
import { FRAME_HEADER } from './frame.ts';
import { type JournalWindow, journalWindows } from './journal-windows.ts';

/** The complete recordings of a journal. Neither bodies nor lists of frames are held: 72 bytes a recording. */
export class JournalSource implements Source {
  #path: string;
  #fd: number;
  /** Where the frames of recordings begin in the journal. */
  #start: number;
  #entries = new EntryList();
  #numbers: number[] = [];

  constructor(path: string, fd: number, start: number) {
    this.#path = path;
    this.#fd = fd;
    this.#start = start;
  }

  get count(): number {
    return this.#entries.count;
  }

  get entries(): Buffer {
    return this.#entries.bytes;
  }

  rank(index: number): number {
    return this.#numbers[index] as number;
  }

  /** The recording with this number in the journal is complete. */
  add(number: number, entry: DirectoryEntry): void {
    this.#entries.push(entry);
    this.#numbers.push(number);
  }

  /**
   * One pass over the journal: each recording has a cursor in the new file, and what a window holds of it
   * goes there. The frames of a window are first put in the order of the new file, so that many short
   * recordings, interleaved as they ran, become a few long writes.
   */
  copyBodies(to: number, positions: Float64Array, write: Write): void {
    const cursors = new Float64Array(this.#numbers.reduce((most, number) => Math.max(most, number), 0) + 1);
    this.#numbers.forEach((number, index) => (cursors[number] = positions[index] as number));
    let sorted = Buffer.alloc(0);
    for (const window of journalWindows(this.#path, this.#fd, this.#start)) {
      if (sorted.length < window.bytes.length) sorted = Buffer.allocUnsafe(window.bytes.length);
      for (const { position, from, length } of sortWindow(window, cursors, sorted)) {
        write(to, [sorted.subarray(from, from + length)], position);
      }
    }
  }
}

/** Bytes of `sorted` that follow each other in the new file too. */
interface Run {
  position: number;
  from: number;
  length: number;
}

function sortWindow({ bytes, frames }: JournalWindow, cursors: Float64Array, sorted: Buffer): Run[] {
  const sizes = new Map<number, number>();
  for (const { number, length } of frames) {
    if (cursors[number]) sizes.set(number, (sizes.get(number) ?? 0) + FRAME_HEADER + length);
  }
  const runs: Run[] = [];
  const places = new Map<number, number>();
  let used = 0;
  for (const number of [...sizes.keys()].sort((a, b) => (cursors[a] as number) - (cursors[b] as number))) {
    const size = sizes.get(number) as number;
    const position = cursors[number] as number;
    const last = runs.at(-1);
    if (last && last.position + last.length === position) last.length += size;
    else runs.push({ position, from: used, length: size });
    places.set(number, used);
    cursors[number] = position + size;
    used += size;
  }
  for (const { number, length, crc, at } of frames) {
    const place = places.get(number);
    if (place === undefined) continue;
    sorted.writeUInt32LE(length, place);
    sorted.writeUInt32LE(crc, place + 4);
    bytes.copy(sorted, place + FRAME_HEADER, at, at + length);
    places.set(number, place + FRAME_HEADER + length);
  }
  return runs;
}
