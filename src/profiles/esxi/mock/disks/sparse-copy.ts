import {
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

const CHUNK = 1024 * 1024;
const PAGE = 4096;
/** Of file systems that keep data in less than it is long only where they clone too: ext4, XFS, tmpfs, overlays. */
const PLAIN = new Set([0xef53, 0x58465342, 0x01021994, 0x794c7630]);

/**
 * Copies a file, its holes as holes: a virtual disk of terabytes with nothing in it costs nothing. An existing `to` is
 * an error: EEXIST.
 */
export function copySparse(from: string, to: string): void {
  if (!isCloned(from, to)) copyWithoutZeros(from, to);
}

/** Whether the file system made a copy that shares its blocks. */
function isCloned(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    return false;
  }
}

/** What is zeros becomes holes. An existing `to` is an error: EEXIST. */
export function copyWithoutZeros(from: string, to: string): void {
  const source = openSync(from, 'r');
  try {
    const target = openSync(to, 'wx', 0o600);
    try {
      const { size, blocks } = fstatSync(source);
      ftruncateSync(target, size);
      const isCounted = size > CHUNK && PLAIN.has(statfsSync(dirname(from)).type);
      copyData(source, target, size, isCounted ? blocks * 512 : size);
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

/** `data`: at most so many bytes are not holes; behind the last of them nothing is left to look for. */
function copyData(source: number, target: number, size: number, data: number): void {
  const chunk = Buffer.alloc(CHUNK);
  let left = data;
  for (let at = 0; at < size && left > 0;) {
    const length = readSync(source, chunk, 0, CHUNK, at);
    if (length === 0) return;
    if (!isZeros(chunk.subarray(0, length))) {
      writeSync(target, chunk, 0, length, at);
      left -= dataIn(chunk.subarray(0, length));
    }
    at += length;
  }
}

function dataIn(chunk: Buffer): number {
  let pages = 0;
  for (let at = 0; at < chunk.length; at += PAGE) if (!isZeros(chunk.subarray(at, at + PAGE))) pages++;
  return pages * PAGE;
}

const ZEROS = Buffer.alloc(CHUNK);

/** At most {@link CHUNK} bytes. */
const isZeros = (bytes: Buffer): boolean => bytes.equals(ZEROS.subarray(0, bytes.length));
