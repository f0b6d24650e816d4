import { crc32 } from 'node:zlib';
import { TapeheadError } from '../errors.ts';
import type { Source } from './assemble.ts';
import { copyRanges } from './copy-ranges.ts';
import {
  type DirectoryEntry,
  decodeTrailer,
  ENTRY,
  EntryList,
  readEntry,
  TRAILER_LENGTH,
} from './directory.ts';
import { readExactly } from './disk.ts';
import { endOf, FRAME_HEADER, type Frame, rawFrames } from './frame.ts';
import { MAGIC_LENGTH } from './magic.ts';
import { RecordingCheck, type Seen } from './recording-check.ts';
import type { Recovery } from './recover.ts';
import { damaged } from './trouble.ts';
import { kindOf } from './v1/event.ts';
import { isHeader } from './v1/head.ts';

/**
 * What is whole of a final file: by its directory if that is whole, which finds every recording behind a
 * damaged one; else from the front to where it breaks off. Frames are never searched for among other
 * bytes, as the output on a tape may hold frames of another cassette.
 */
export function recoverFinal(path: string, fd: number, size: number): Recovery {
  const damage = new FirstError();
  const first = damage.during(() => rawFrames(path, fd, MAGIC_LENGTH, size).next().value ?? undefined);
  const header =
    first?.isWhole && isHeader(first.payload, { path, offset: first.offset }) ? first.payload : undefined;
  if (!header) damage.note(damaged({ path, offset: MAGIC_LENGTH }, 'the header is not whole'));

  const directory = damage.during(() => wholeDirectory(path, fd, size));
  const { entries, dropped } = directory
    ? takeListed(path, fd, directory, damage)
    : takeInRow(path, fd, first ? endOf(first) : size, size, damage);
  return { header, source: rangesOf(path, fd, entries), dropped, damage: damage.error };
}

/** Each recording of a directory that is whole, where it says. */
function takeListed(path: string, fd: number, { directory, end }: Directory, damage: FirstError): Taken {
  const taken: Taken = { entries: new EntryList(), dropped: 0 };
  for (let at = 0; at < directory.length; at += ENTRY.size) {
    const entry = damage.during(() => listed(path, fd, readEntry(directory, at), end));
    if (entry) taken.entries.push(entry);
    else taken.dropped++;
  }
  return taken;
}

function listed(
  path: string,
  fd: number,
  { offset, length, crc }: DirectoryEntry,
  end: number,
): DirectoryEntry {
  const check = new RecordingCheck();
  for (const frame of rawFrames(path, fd, offset, Math.min(offset + length, end))) follow(check, frame, path);
  const entry = check.entryAt(offset);
  if (entry?.length === length && entry.crc === crc) return entry;
  throw damaged({ path, offset }, 'a recording is not whole');
}

/** Recordings one after the other, without a directory, until there is something that is none. */
function takeInRow(path: string, fd: number, start: number, size: number, damage: FirstError): Taken {
  const row = new Row(path);
  let isInStep = true;
  damage.during(() => {
    for (const frame of rawFrames(path, fd, start, size)) {
      // A frame whose CRC fails is stepped over, as its length may be right; two in a row, and it was not.
      if (!frame.isWhole && !isInStep) return;
      isInStep = frame.isWhole;
      if (frame.isWhole) row.frame(frame);
      else row.badFrame();
    }
  });
  return row.end();
}

/** Tells recordings that follow each other apart by their heads and ends. */
class Row {
  #path: string;
  #entries = new EntryList();
  #dropped = 0;
  #running: { check: RecordingCheck; offset: number } | undefined;
  /** What passes belongs to a recording that was dropped; or to one whose head may have been a bad frame. */
  #passing: 'nothing' | 'dropped' | 'headless' = 'nothing';

  constructor(path: string) {
    this.#path = path;
  }

  frame(frame: Frame): void {
    const kind = kindOf(frame.payload, { path: this.#path, offset: frame.offset });
    if (kind === 'head') {
      if (this.#running) this.#drop();
      this.#running = { check: new RecordingCheck(), offset: frame.offset };
      this.#passing = 'nothing';
    }
    if (this.#running) this.#follow(this.#running, frame);
    else if (this.#passing === 'headless') this.#drop();
    if (kind === 'end') this.#passing = 'nothing';
  }

  badFrame(): void {
    if (this.#running) this.#drop();
    else if (this.#passing === 'nothing') this.#passing = 'headless';
  }

  end(): Taken {
    if (this.#running) this.#drop();
    return { entries: this.#entries, dropped: this.#dropped };
  }

  #follow({ check, offset }: { check: RecordingCheck; offset: number }, frame: Frame): void {
    if (follow(check, frame, this.#path) === 'broken') this.#drop();
    const entry = check.entryAt(offset);
    if (!entry) return;
    this.#entries.push(entry);
    this.#running = undefined;
  }

  #drop(): void {
    this.#dropped++;
    this.#running = undefined;
    this.#passing = 'dropped';
  }
}

interface Taken {
  entries: EntryList;
  dropped: number;
}

function follow(check: RecordingCheck, { header, payload, offset, isWhole }: Frame, path: string): Seen {
  return isWhole ? check.frame(header, payload, { path, offset: offset + FRAME_HEADER }) : check.break();
}

interface Directory {
  directory: Buffer;
  end: number;
}

/** @throws TapeheadError CASSETTE_DAMAGED */
function wholeDirectory(path: string, fd: number, size: number): Directory {
  const offset = size - TRAILER_LENGTH;
  if (offset < MAGIC_LENGTH) throw damaged({ path, offset: size }, 'it breaks off');
  const { directoryOffset, count, crc } = decodeTrailer(readExactly(path, fd, offset, TRAILER_LENGTH), {
    path,
    offset,
  });
  const directory = readExactly(path, fd, directoryOffset, count * ENTRY.size);
  if (crc32(directory) !== crc)
    throw damaged({ path, offset: directoryOffset }, 'the directory has a wrong CRC');
  return { directory, end: directoryOffset };
}

function rangesOf(path: string, fd: number, list: EntryList): Source {
  const entries = list.bytes;
  return {
    count: list.count,
    entries,
    rank: (index) => index,
    copyBodies: (to, positions, write) => copyRanges({ path, fd, entries }, to, positions, write),
  };
}

/** Recovery goes on after an error, and tells the first. */
export class FirstError {
  error: TapeheadError | undefined;

  note(error: TapeheadError): void {
    this.error ??= error;
  }

  during<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof TapeheadError) || error.code !== 'CASSETTE_DAMAGED') throw error;
      this.note(error);
      return undefined;
    }
  }
}
