import {
  closeSync,
  createReadStream,
  createWriteStream,
  fstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { TapeheadError } from '../errors.ts';
import type { Content } from './entry.ts';

/** Bytes that can be read anywhere. */
export interface ByteSource {
  /** Of the file, for messages. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Bytes from a position on: as many as are there, at most `length`. */
  read(position: number, length: number): Buffer;
}

export const sourceOf = (bytes: Buffer, name: string): ByteSource => ({
  name,
  size: bytes.length,
  read: (position, length) => bytes.subarray(position, position + length),
});

/** A part of another, as a file in an archive is. */
export const partOf = (source: ByteSource, start: number, size: number): ByteSource => ({
  name: source.name,
  size,
  read: (position, length) => source.read(start + position, Math.max(0, Math.min(length, size - position))),
});

/** Read at once. */
const PIECE = 256 * 1024;

/** All of a source, a piece at a time. */
export const contentIn = (source: ByteSource): Content => ({
  size: source.size,
  *read() {
    for (let at = 0; at < source.size;) {
      const piece = source.read(at, PIECE);
      if (piece.length === 0) return; // it has become shorter: whoever reads it counts
      yield piece;
      at += piece.length;
    }
  },
});

/** A file that is open until it is disposed. */
export class FileSource implements ByteSource, Disposable {
  readonly name: string;
  readonly size: number;
  readonly #fd: number;

  constructor(path: string | Buffer, name = path.toString()) {
    this.name = name;
    this.#fd = openSync(path, 'r');
    this.size = fstatSync(this.#fd).size;
  }

  read(position: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.size - position)));
    let read = 0;
    for (let more = -1; more !== 0 && read < buffer.length; read += more)
      more = readSync(this.#fd, buffer, read, buffer.length - read, position + read);
    return buffer.subarray(0, read);
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}

/**
 * Opens an archive, compressed by gzip or not; what was compressed lies on the disk, in no folder, until it is disposed.
 *
 * @throws TapeheadError BAD_ARCHIVE
 */
export async function openArchive(path: string): Promise<FileSource> {
  const source = new FileSource(path);
  const isZipped = source.read(0, 2).equals(GZIP);
  if (!isZipped) return source;
  source[Symbol.dispose]();
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), 'tapehead-archive-'));
    const plain = join(folder, 'plain.tar');
    await pipeline(createReadStream(path), createGunzip(), createWriteStream(plain));
    return new FileSource(plain, path);
  } catch (cause) {
    const { message, code = '' } = cause as NodeJS.ErrnoException;
    throw new TapeheadError(
      'BAD_ARCHIVE',
      `${path} cannot be decompressed: ${message}`,
      code.startsWith('Z_')
        ? 'fetch or build it again'
        : 'room where temporary files are, or TMPDIR=/another/folder',
      { cause },
    );
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  }
}

const GZIP = Buffer.from([0x1f, 0x8b]);
