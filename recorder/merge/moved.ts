import { closeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { ENTRY, putU64, writeEntry } from '../../src/cassette/directory.ts';
import type { Write } from '../../src/cassette/disk.ts';
import type { CassetteFile } from '../../src/cassette/file.ts';
import { FRAME_HEADER, frameHeader, framesBetween } from '../../src/cassette/frame.ts';
import { openForReading } from '../../src/cassette/open-file.ts';
import { type Move, moveEvent, moveHead } from '../../src/cassette/v1/move.ts';

/** Recordings of a cassette on their way into another one. */
export class MovedRecordings implements Disposable {
  readonly #file: CassetteFile;
  readonly #fd: number;

  /** @throws TapeheadError CASSETTE_UNREADABLE */
  constructor(file: CassetteFile) {
    this.#file = file;
    this.#fd = openForReading(file.path).fd;
  }

  /** The 64 bytes of its directory entry, true but for the offset. @throws TapeheadError CASSETTE_DAMAGED */
  entryOf(index: number, move: Move): Buffer {
    let [length, headLength, endLength, crc] = [0, 0, 0, 0];
    for (const [header, payload] of this.#frames(index, move)) {
      endLength = FRAME_HEADER + payload.length;
      headLength ||= endLength;
      length += endLength;
      crc = crc32(header, crc);
    }
    const bytes = Buffer.alloc(ENTRY.size);
    const entry = this.#file.entry(index);
    writeEntry(bytes, 0, { ...entry, start: move.start, length, headLength, endLength, crc });
    const before = this.#file.directory.subarray(index * ENTRY.size, (index + 1) * ENTRY.size);
    // Signals without a number, and flags that this release does not know, stay as they are.
    before.copy(bytes, ENTRY.outcome, ENTRY.outcome, ENTRY.endLength);
    before.copy(bytes, ENTRY.code, ENTRY.code, ENTRY.size);
    putU64(bytes, ENTRY.offset, 0);
    return bytes;
  }

  /** Writes its body. */
  copy(index: number, move: Move, to: number, position: number, write: Write): void {
    let at = position;
    for (const [header, payload] of this.#frames(index, move)) {
      write(to, [header, payload], at);
      at += header.length + payload.length;
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }

  *#frames(index: number, move: Move): Generator<[header: Buffer, payload: Buffer]> {
    const { path } = this.#file;
    const { offset, length } = this.#file.entry(index);
    for (const frame of framesBetween(path, this.#fd, offset, offset + length)) {
      const place = { path, offset: frame.offset + FRAME_HEADER };
      const isHead = frame.offset === offset;
      if (!isHead && move.idShift === 0) {
        yield [frame.header, frame.payload];
        continue;
      }
      const payload = isHead
        ? moveHead(frame.payload, move, place)
        : moveEvent(frame.payload, move.idShift, place);
      yield [frameHeader([payload]), payload];
    }
  }
}
