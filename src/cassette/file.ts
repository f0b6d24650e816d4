import { closeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Source } from './assemble.ts';
import { type DirectoryEntry, ENTRY, getU64, readEntry } from './directory.ts';
import { copyRanges } from './copy-ranges.ts';
import type { Write } from './disk.ts';
import { CHUNK, endOf, FRAME_HEADER, framesBetween, readFrame, readFrameOf } from './frame.ts';
import { MAX_PAYLOAD } from './limits.ts';
import { MAGIC_LENGTH, recognise } from './magic.ts';
import { openForReading, readStart } from './open-file.ts';
import { readDirectory } from './read-directory.ts';
import type { CassetteHeader, RecordingEnd, RecordingHead, TapedEvent } from './recording.ts';
import { damaged, inRecording, notOne, type Place, writtenOver } from './trouble.ts';
import { sameStamp, type Stamp, stampOf } from './stamp.ts';
import { decodeEnd, decodeEvent, isEvent } from './v1/event.ts';
import { decodeHead, decodeKeyed } from './v1/head.ts';
import { decodeHeader } from './v1/header.ts';
import { plural } from '../plural.ts';

/**
 * A cassette opened for reading. Opening reads the header and the directory and decodes no recording; what
 * is asked for is read, and its CRC checked, then. A file that is replaced meanwhile stays readable here.
 * Recordings are indexed from 0 in order of start. Every method that reads throws CASSETTE_DAMAGED, naming
 * the offset, for bytes that are not what was written, and CASSETTE_UNREADABLE where the system cannot read.
 */
export class CassetteFile implements Source, Disposable {
  readonly path: string;
  readonly version: number;
  readonly header: CassetteHeader;
  readonly count: number;
  /** Bytes. */
  readonly size: number;
  /** The entries as they lie in the file, ENTRY.size bytes each: for an index that decodes nothing. */
  readonly directory: Buffer;
  /** The payload of the header, with what this release does not know of it. */
  readonly headerPayload: Buffer;
  #fd: number;
  #stamp: Stamp;
  #directoryOffset: number;
  /** For heads that nobody keeps. */
  #scratch = Buffer.allocUnsafeSlow(SCRATCH);

  /**
   * @throws TapeheadError NO_CASSETTE, CASSETTE_UNREADABLE, CASSETTE_NOT_ONE, CASSETTE_NEWER, CASSETTE_DAMAGED
   */
  static open(path: string): CassetteFile {
    const { fd, size } = openForReading(path);
    try {
      return new CassetteFile(path, fd, size);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  private constructor(path: string, fd: number, size: number) {
    const start = readStart(path, fd);
    const { layout, version } = recognise(path, start);
    if (layout === 'journal') {
      const remedy = `run \`tapehead repair ${path.replace(/\.journal$/, '')}\``;
      throw notOne(path, 'it is the journal of one, left by a recorder', remedy);
    }
    this.path = path;
    this.version = version;
    this.size = size;
    this.#fd = fd;
    this.#stamp = stampOf(fd);

    const { directory, bodies } = readDirectory(path, fd, size);
    const frame = readFrame(path, fd, MAGIC_LENGTH, bodies.start);
    if (endOf(frame) !== bodies.start)
      throw damaged({ path, offset: endOf(frame) }, 'bytes that are no recording');
    this.headerPayload = frame.payload;
    this.header = decodeHeader(frame.payload, { path, offset: frame.offset });
    this.directory = directory;
    this.count = directory.length / ENTRY.size;
    this.#directoryOffset = bodies.end;
  }

  /** When the last recording ended, in µs since taping into this cassette began; 0 where there is none. */
  get duration(): number {
    let end = 0;
    for (let at = 0; at < this.directory.length; at += ENTRY.size) {
      end = Math.max(
        end,
        getU64(this.directory, at + ENTRY.start) + getU64(this.directory, at + ENTRY.duration),
      );
    }
    return end;
  }

  /** What the directory says of a recording, after a check of its lengths. */
  entry(index: number): DirectoryEntry {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) {
      throw new RangeError(`${this.path} has no recording with index ${index}`);
    }
    const entry = readEntry(this.directory, index * ENTRY.size);
    const { length, headLength, endLength } = entry;
    if (
      headLength + endLength > length ||
      headLength > MAX_PAYLOAD + FRAME_HEADER ||
      Math.min(headLength, endLength) <= FRAME_HEADER
    ) {
      const place = { path: this.path, offset: this.#directoryOffset + index * ENTRY.size };
      throw damaged(place, `the directory has recording ${index + 1} of lengths that cannot be`);
    }
    return entry;
  }

  /** Whether nobody has written into the file since it was opened. */
  get isAsOpened(): boolean {
    return sameStamp(stampOf(this.#fd), this.#stamp);
  }

  head(index: number): RecordingHead {
    return this.#headOf(index, decodeHead);
  }

  /**
   * What the key of a recording is made of, as `head()` has it, in a tenth of the time. Bytes are views that
   * hold until the next call.
   */
  keyed(index: number): Pick<RecordingHead, 'asked' | 'tty' | 'slots'> {
    return this.#headOf(index, decodeKeyed, this.#scratch);
  }

  #headOf<T>(index: number, decode: (payload: Buffer, place: Place) => T, room?: Buffer): T {
    const { offset, headLength } = this.entry(index);
    try {
      const { payload } = readFrameOf(this.path, this.#fd, offset, headLength, room);
      return decode(payload, { path: this.path, offset: offset + FRAME_HEADER });
    } catch (error) {
      throw inRecording(error, index);
    }
  }

  /**
   * Events in the order taped, read about 256 KiB at a time; chunks are views of what was read, and stay as they
   * are. Where somebody wrote over the file since it was opened, all of the recording is checked before its first
   * event is given: whole frames may be another's.
   */
  *events(index: number): Generator<TapedEvent, RecordingEnd> {
    return yield* this.#checkedEvents(index, undefined);
  }

  /**
   * The same for whoever has done with an event before asking for the next: all is read into one buffer. Buffers of
   * their own for a recording of gigabytes have V8 collect garbage every 32 MiB, a quarter of the time it takes.
   */
  *passingEvents(index: number): Generator<TapedEvent, RecordingEnd> {
    const isLong = this.entry(index).length > CHUNK;
    return yield* this.#checkedEvents(index, isLong ? Buffer.allocUnsafeSlow(CHUNK) : undefined);
  }

  /** The same for whoever keeps them: in memory of their own. */
  *lastingEvents(index: number): Generator<TapedEvent, RecordingEnd> {
    return yield* this.#checkedEvents(index, Buffer.allocUnsafeSlow(this.entry(index).length));
  }

  *#checkedEvents(index: number, room: Buffer | undefined): Generator<TapedEvent, RecordingEnd> {
    const stamp = stampOf(this.#fd);
    if (!sameStamp(stamp, this.#stamp)) this.#checkAfterChange(index, stamp);
    this.entry(index); // what is wrong with it names the recording itself
    try {
      return yield* this.#eventsOf(index, stamp, room);
    } catch (error) {
      throw inRecording(error, index);
    }
  }

  #checkAfterChange(index: number, stamp: Stamp): void {
    try {
      for (const _ of this.#eventsOf(index, stamp));
    } catch (cause) {
      throw writtenOver(this.path, cause);
    }
  }

  *#eventsOf(index: number, stamp: Stamp, room?: Buffer): Generator<TapedEvent, RecordingEnd> {
    const { offset, length, headLength, crc: expected } = this.entry(index);
    const { path } = this;
    let crc = 0;
    let events = 0;
    let at = 0;
    let end: RecordingEnd | undefined;
    for (const { offset: frameOffset, header, payload } of framesBetween(
      path,
      this.#fd,
      offset,
      offset + length,
      () => {
        if (!sameStamp(stampOf(this.#fd), stamp)) throw writtenOver(path);
      },
      room,
    )) {
      crc = crc32(header, crc);
      if (frameOffset < offset + headLength) continue;
      const place = { path, offset: frameOffset + FRAME_HEADER };
      if (end) throw damaged(place, 'a recording goes on after its end');
      if (isEvent(payload)) {
        const event = decodeEvent(payload, place);
        if (event.at < at) throw damaged(place, 'an event is earlier than the one before it');
        at = event.at;
        events++;
        yield event;
      } else {
        const found = decodeEnd(payload, place);
        if (found.events !== events)
          throw damaged(place, `${found.events} ${plural(found.events, 'event')} taped, and ${events} here`);
        end = { notes: found.notes };
      }
    }
    if (!end) throw damaged({ path, offset: offset + length }, 'a recording has no end');
    if (crc !== expected)
      throw damaged({ path, offset }, 'a recording is not the one that the directory has');
    return end;
  }

  /** The last frame alone: what the recording says beside its events. */
  end(index: number): RecordingEnd {
    const { offset, length, endLength } = this.entry(index);
    const at = offset + length - endLength;
    const { payload } = readFrameOf(this.path, this.#fd, at, endLength);
    const { notes } = decodeEnd(payload, { path: this.path, offset: at + FRAME_HEADER });
    return { notes };
  }

  get entries(): Buffer {
    return this.directory;
  }

  rank(index: number): number {
    return index;
  }

  copyBodies(to: number, positions: Float64Array, write: Write): void {
    copyRanges({ path: this.path, fd: this.#fd, entries: this.directory }, to, positions, write);
  }

  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

const SCRATCH = 4096;
