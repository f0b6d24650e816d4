import { readUpTo } from './disk.ts';
import { JOURNAL_FRAME_HEADER, type JournalFrameHeader, readJournalHeader } from './journal-frame.ts';

/** A run of whole frames of a journal, in one buffer that the next window uses again. */
export interface JournalWindow {
  bytes: Buffer;
  /** Where the first of these bytes stands in the journal. */
  offset: number;
  frames: readonly WindowFrame[];
}

export interface WindowFrame extends JournalFrameHeader {
  /** Where the payload begins in the window's bytes. */
  at: number;
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
  let buffer = Buffer.allocUnsafe(WINDOW);
  for (let offset = start; ;) {
    const bytes = buffer.subarray(0, readUpTo(path, fd, offset, buffer));
    const { frames, end, wanted } = wholeFrames(bytes);
    if (frames.length > 0) yield { bytes, offset, frames };
    offset += end;
    if (bytes.length < buffer.length || wanted === undefined) return { offset, isEnd: wanted !== undefined };
    // One frame is longer than the window.
    if (wanted > buffer.length) buffer = Buffer.allocUnsafe(wanted);
  }
}

/** `wanted`: bytes of the frame that is cut off at the end, as far as known; undefined: what is there is no frame. */
function wholeFrames(bytes: Buffer): { frames: WindowFrame[]; end: number; wanted: number | undefined } {
  const frames: WindowFrame[] = [];
  let end = 0;
  for (;;) {
    if (bytes.length - end < JOURNAL_FRAME_HEADER) return { frames, end, wanted: JOURNAL_FRAME_HEADER };
    const header = readJournalHeader(bytes, end);
    if (!header) return { frames, end, wanted: undefined };
    const size = JOURNAL_FRAME_HEADER + header.length;
    if (bytes.length - end < size) return { frames, end, wanted: size };
    frames.push({ ...header, at: end + JOURNAL_FRAME_HEADER });
    end += size;
  }
}

const WINDOW = 4 * 1024 * 1024;
