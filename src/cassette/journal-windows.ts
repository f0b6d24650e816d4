import { fstatSync } from 'node:fs';
import { readUpTo } from './disk.ts';
import { JOURNAL_FRAME_HEADER, readJournalHeader } from './journal-frame.ts';

/** A run of whole frames of a journal. All of it is used again for the next window. */
export interface JournalWindow {
  bytes: Buffer;
  /** Where the first of these bytes stands in the journal. */
  offset: number;
  frames: FrameTable;
}

/** Frames in columns: a window holds up to a quarter of a million, which are too many objects. */
export class FrameTable {
  count = 0;
  readonly numbers: Uint32Array;
  readonly lengths: Uint32Array;
  /** CRC-32 of each payload, as the journal has it. */
  readonly crcs: Uint32Array;
  /** Where each payload begins in the window's bytes. */
  readonly starts: Uint32Array;

  constructor(capacity: number) {
    this.numbers = new Uint32Array(capacity);
    this.lengths = new Uint32Array(capacity);
    this.crcs = new Uint32Array(capacity);
    this.starts = new Uint32Array(capacity);
  }
}

/** Where the whole frames end, and whether with the file, or in a last frame that was being written. */
export interface JournalEnd {
  offset: number;
  isEnd: boolean;
}

/**
 * The frames from `start` on, some MiB at a time, up to the end of the journal or the first that is no
 * frame. The CRC of payloads is not checked here.
 */
export function* journalWindows(
  path: string,
  fd: number,
  start: number,
): Generator<JournalWindow, JournalEnd> {
  // One more than there is, so that the first look sees the end.
  const size = Math.min(WINDOW, Math.max(fstatSync(fd).size - start, JOURNAL_FRAME_HEADER) + 1);
  const frames = new FrameTable(Math.ceil(size / (JOURNAL_FRAME_HEADER + 1)));
  let buffer = Buffer.allocUnsafe(size);
  for (let offset = start; ;) {
    const bytes = buffer.subarray(0, readUpTo(path, fd, offset, buffer));
    const { end, wanted } = findFrames(bytes, frames);
    if (frames.count > 0) yield { bytes, offset, frames };
    offset += end;
    if (wanted === undefined) return { offset, isEnd: false };
    if (wanted > 0 && bytes.length < buffer.length) return { offset, isEnd: true };
    // One frame is longer than the window.
    if (wanted > buffer.length) buffer = Buffer.allocUnsafe(wanted);
  }
}

/**
 * `wanted`: bytes of the frame that is cut off at the end, as far as known; 0 where the table is full, and
 * undefined where what is there is no frame.
 */
function findFrames(bytes: Buffer, frames: FrameTable): { end: number; wanted: number | undefined } {
  frames.count = 0;
  let end = 0;
  while (frames.count < frames.numbers.length) {
    if (bytes.length - end < JOURNAL_FRAME_HEADER) return { end, wanted: JOURNAL_FRAME_HEADER };
    const header = readJournalHeader(bytes, end);
    if (!header) return { end, wanted: undefined };
    const size = JOURNAL_FRAME_HEADER + header.length;
    if (bytes.length - end < size) return { end, wanted: size };
    const i = frames.count++;
    frames.numbers[i] = header.number;
    frames.lengths[i] = header.length;
    frames.crcs[i] = header.crc;
    frames.starts[i] = end + JOURNAL_FRAME_HEADER;
    end += size;
  }
  return { end, wanted: 0 };
}

const WINDOW = 4 * 1024 * 1024;
