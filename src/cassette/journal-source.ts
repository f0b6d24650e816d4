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
    const most = this.#numbers.reduce((highest, number) => Math.max(highest, number), 0);
    const layout = new Layout(most + 1);
    this.#numbers.forEach((number, index) => (layout.cursors[number] = positions[index] as number));
    let sorted = Buffer.alloc(0);
    for (const window of journalWindows(this.#path, this.#fd, this.#start)) {
      if (sorted.length < window.bytes.length) sorted = Buffer.allocUnsafe(window.bytes.length);
      for (const { position, from, length } of sortWindow(window, layout, sorted)) {
        write(to, [sorted.subarray(from, from + length)], position);
      }
    }
  }
}

/** By the number of a recording, so that numbers from a file, which may be anything, find nothing. */
class Layout {
  /** Where in the new file the next frame goes; 0 for a recording that is left out. */
  readonly cursors: Float64Array;
  /** Bytes in this window, and then where in `sorted` the next frame goes. */
  readonly sizes: Float64Array;

  constructor(count: number) {
    this.cursors = new Float64Array(count);
    this.sizes = new Float64Array(count);
  }
}

/** Bytes of `sorted` that follow each other in the new file too. */
interface Run {
  position: number;
  from: number;
  length: number;
}

function sortWindow({ bytes, frames }: JournalWindow, { cursors, sizes }: Layout, sorted: Buffer): Run[] {
  const { numbers, lengths, crcs, starts } = frames;
  const here: number[] = [];
  for (let i = 0; i < frames.count; i++) {
    const number = numbers[i] as number;
    if (!cursors[number]) continue;
    if (sizes[number] === 0) here.push(number);
    sizes[number] = (sizes[number] as number) + FRAME_HEADER + (lengths[i] as number);
  }
  const runs = placeInOrder(here, cursors, sizes);
  for (let i = 0; i < frames.count; i++) {
    const number = numbers[i] as number;
    if (!cursors[number]) continue;
    const [place, length, start] = [sizes[number] as number, lengths[i] as number, starts[i] as number];
    sorted.writeUInt32LE(length, place);
    sorted.writeUInt32LE(crcs[i] as number, place + 4);
    bytes.copy(sorted, place + FRAME_HEADER, start, start + length);
    sizes[number] = place + FRAME_HEADER + length;
  }
  for (const number of here) sizes[number] = 0;
  return runs;
}

/** Gives each recording of the window its place in `sorted`, which takes the place of its size, and moves its cursor. */
function placeInOrder(numbers: number[], cursors: Float64Array, sizes: Float64Array): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const number of numbers.sort((a, b) => (cursors[a] as number) - (cursors[b] as number))) {
    const [position, size] = [cursors[number] as number, sizes[number] as number];
    const last = runs.at(-1);
    if (last && last.position + last.length === position) last.length += size;
    else runs.push({ position, from, length: size });
    sizes[number] = from;
    cursors[number] = position + size;
    from += size;
  }
  return runs;
}
