import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { readUpTo } from './disk.ts';
import { notOne, unreadable } from './trouble.ts';

/** A regular file, opened. Anything else, a FIFO too, is refused instead of waited for. */
export function openForReading(path: string): { fd: number; size: number; modified: number } {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  const stats = fstatSync(fd);
  if (stats.isFile()) return { fd, size: stats.size, modified: stats.mtimeMs };
  closeSync(fd);
  if (stats.isDirectory())
    throw notOne(path, 'it is a directory', `name the files in it: '${path}/*.cassette'`);
  throw notOne(path, 'it is no regular file', 'name a file');
}

/** Enough of the beginning to recognise any file by. */
export function readStart(path: string, fd: number): Buffer {
  const start = Buffer.alloc(64);
  return start.subarray(0, readUpTo(path, fd, 0, start));
}
