import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  rmdirSync,
  writeSync,
  writevSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { damaged, unreadable } from './trouble.ts';

/** Writes all of it, at the end or at `position`; a test gives one that runs out of space. */
export type Write = (fd: number, parts: readonly Buffer[], position?: number) => void;

/**
 * Exactly these bytes, in `room` where that is long enough.
 *
 * @throws TapeheadError CASSETTE_DAMAGED where the file ends before, CASSETTE_UNREADABLE
 */
export function readExactly(path: string, fd: number, offset: number, length: number, room?: Buffer): Buffer {
  const bytes = room && length <= room.length ? room.subarray(0, length) : Buffer.allocUnsafe(length);
  const got = readUpTo(path, fd, offset, bytes);
  if (got < length) throw damaged({ path, offset: offset + got }, 'it ends too early');
  return bytes;
}

/** Fills the buffer from the file; fewer bytes only at the file's end. */
export function readUpTo(path: string, fd: number, offset: number, bytes: Buffer): number {
  let got = 0;
  try {
    while (got < bytes.length) {
      const read = readSync(fd, bytes, got, bytes.length - got, offset + got);
      if (read === 0) break;
      got += read;
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
  return got;
}

export const writeAll: Write = (fd, parts, position) => {
  const [first] = parts;
  if (parts.length === 1 && first) return writeRest(fd, first, 0, position);
  const total = parts.reduce((length, part) => length + part.length, 0);
  if (total <= SMALL) return writeRest(fd, Buffer.concat(parts, total), 0, position);
  const written = writevSync(fd, parts, position);
  if (written < total) writeRest(fd, Buffer.concat(parts), written, position);
};

function writeRest(fd: number, bytes: Buffer, written: number, position: number | undefined): void {
  for (let at = written; at < bytes.length;) {
    at += writeSync(fd, bytes, at, bytes.length - at, position === undefined ? null : position + at);
  }
}

/** Copies a range of one file into another, 1 MiB at a time. */
export function copyRange(
  path: string,
  from: number,
  offset: number,
  length: number,
  to: number,
  position: number,
  write: Write,
): void {
  const buffer = Buffer.allocUnsafe(Math.min(length, COPY_BUFFER));
  for (let done = 0; done < length;) {
    const piece = buffer.subarray(0, Math.min(buffer.length, length - done));
    const got = readUpTo(path, from, offset + done, piece);
    if (got < piece.length) throw damaged({ path, offset: offset + done + got }, 'it ends too early');
    write(to, [piece], position + done);
    done += got;
  }
}

/** Makes renames in the directory of `path` last. Where directories cannot be synced, nothing is lost by not doing it. */
export function fsyncDirectoryOf(path: string): void {
  let fd: number | undefined;
  try {
    fd = openSync(dirname(path), 'r');
    fsyncSync(fd);
  } catch (error) {
    if (
      !['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(
        (error as NodeJS.ErrnoException).code ?? '',
      )
    )
      throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/**
 * Makes a directory, and those that it lies in; gives those that it made, the innermost first. Node's own way to
 * do so (`recursive`) says ENOENT where a file system is read-only, and EEXIST where a file is in the way.
 */
export function makeDirectory(path: string): string[] {
  if (existsSync(path)) return [];
  const made = makeDirectory(dirname(path));
  try {
    mkdirSync(path);
    return [path, ...made];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return made; // somebody else was quicker
    removeDirectories(made);
    throw error;
  }
}

/** Takes back what {@link makeDirectory} made, unless somebody put something there or took it away. */
export function removeDirectories(made: readonly string[]): void {
  for (const path of made) {
    try {
      rmdirSync(path);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? ''))
        throw error;
      return;
    }
  }
}

/** The file itself where `path` is a link to one: it is that which is locked and replaced. Else as it was spelt. */
export function realPath(path: string): string {
  try {
    return lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return path;
    throw unreadable(path, error);
  }
}

/** Up to here copying costs less than a vectored write. */
const SMALL = 32 * 1024;
const COPY_BUFFER = 1024 * 1024;
