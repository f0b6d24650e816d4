import { TapeheadError } from '../errors.ts';
import { damaged, notOne } from './trouble.ts';

/** The newest format version this release reads, and the one it writes. */
export const VERSION = 1;

/** Bytes of magic, layout and version, at the start of both layouts. */
export const MAGIC_LENGTH = 16;

/** A whole cassette, or the journal of one that is being taped. */
export type Layout = 'final' | 'journal';

/** The first bytes of a file. Like PNG's, they show what line end conversion and 7-bit transfer did to it. */
export function magicOf(layout: Layout): Buffer {
  return Buffer.concat([SIGNATURE, Buffer.from([LAYOUTS.indexOf(layout), VERSION & 0xff, VERSION >> 8])]);
}

/**
 * What a file is, by its first bytes (64 are enough).
 *
 * @throws TapeheadError CASSETTE_NOT_ONE, CASSETTE_NEWER, CASSETTE_DAMAGED
 */
export function recognise(path: string, start: Buffer): { layout: Layout; version: number } {
  if (!start.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw somethingElse(path, start);
  if (start.length < MAGIC_LENGTH)
    throw damaged({ path, offset: start.length }, 'it ends in its first bytes');
  const version = start.readUInt16LE(SIGNATURE.length + 1);
  if (version > VERSION) {
    throw new TapeheadError(
      'CASSETTE_NEWER',
      `${path} is of format version ${version}; this tapehead reads versions up to ${VERSION}`,
      'update tapehead, or record it again with this one',
    );
  }
  const layout = LAYOUTS[start[SIGNATURE.length] as number];
  if (version === 0 || layout === undefined)
    throw damaged({ path, offset: SIGNATURE.length }, 'its version is none there ever was');
  return { layout, version };
}

const SIGNATURE = Buffer.from('\x89tapehead\r\n\x1a\n', 'latin1');
const NAME = SIGNATURE.subarray(1, 9);
const LAYOUTS: readonly Layout[] = ['final', 'journal'];

function somethingElse(path: string, start: Buffer): TapeheadError {
  const text = start.toString('latin1');
  if (start.length === 0) return notOne(path, 'it is empty', 'remove it and record it again');
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    return notOne(path, 'it is a git LFS pointer, the file itself was not fetched', 'run `git lfs pull`');
  }
  if (text.startsWith('<<<<<<<')) {
    return notOne(
      path,
      'it holds the conflict marker of a merge',
      'take one side with `git checkout --ours` or `--theirs`, or record it again',
    );
  }
  if (SIGNATURE.subarray(0, start.length).equals(start))
    return damaged({ path, offset: start.length }, 'it ends in its first bytes');
  const at = start.indexOf(NAME);
  if (at >= 0 && at <= 3) {
    return notOne(
      path,
      'it was one, but its line ends or characters have been converted as if it were text',
      'put the line `*.cassette binary` into .gitattributes, transfer it in binary, and take it again from where it is whole',
    );
  }
  return notOne(
    path,
    'it begins with other bytes',
    'check the path: cassettes are written by `tapehead record`',
  );
}
