import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { TapeheadError } from '../errors.ts';
import { FileSource } from '../tar/source.ts';
import { IMAGE_DATA_PATH } from './image-data.ts';

/**
 * Makes something beside its place and puts it there whole, so that nothing half-made is ever at the place, and what was
 * there stays until then.
 *
 * @param make writes to the path it gets; what it throws leaves the place as it was
 * @throws TapeheadError IMAGE_UNWRITABLE
 */
export async function putWhole(place: string, make: (beside: string) => void | Promise<void>): Promise<void> {
  const beside = `${place}.${randomBytes(6).toString('hex')}`;
  const before = `${beside}.before`;
  try {
    await make(beside);
    if (isFolder(place)) renameSync(place, before); // a folder that is not empty cannot be renamed over
    renameSync(beside, place);
  } catch (cause) {
    if (existsSync(before) && !existsSync(place)) renameSync(before, place);
    if (cause instanceof TapeheadError) throw cause;
    throw unwritable(place, cause as NodeJS.ErrnoException);
  } finally {
    removeAll(beside);
    removeAll(before);
  }
}

/** Of ten thousand files: rmSync takes twice the time, looking at each before and after. */
function removeAll(path: string | Buffer): void {
  const is = lstatSync(path, { throwIfNoEntry: false });
  if (!is) return;
  if (!is.isDirectory()) return unlinkSync(path);
  const at = Buffer.from(path);
  if ((is.mode & 0o700) !== 0o700) chmodSync(at, 0o700); // of what ran in it
  for (const entry of readdirSync(at, { withFileTypes: true, encoding: 'buffer' })) {
    const inner = Buffer.concat([at, SLASH, entry.name]);
    if (entry.isDirectory()) removeAll(inner);
    else unlinkSync(inner);
  }
  rmdirSync(at);
}

const SLASH = Buffer.from('/');

const isFolder = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

export function unwritable(place: string, cause: NodeJS.ErrnoException): TapeheadError {
  const [reason = ''] = cause.message.split(', ');
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(cause.code ?? '');
  return new TapeheadError(
    'IMAGE_UNWRITABLE',
    `the image ${place} cannot be written: ${isFull ? 'there is no more room' : reason}`,
    isFull
      ? 'make room, or --out elsewhere; what was there is as it was'
      : '--out in a folder that exists and can be written',
    { cause },
  );
}

/**
 * Refuses a folder that is no image of ours, which replacing would destroy.
 *
 * @throws TapeheadError IMAGE_UNWRITABLE
 */
export function checkFolder(place: string): void {
  const there = lstatSync(place, { throwIfNoEntry: false });
  if (!there) return;
  if (there.isDirectory() && (readdirSync(place).length === 0 || existsSync(join(place, IMAGE_DATA_PATH))))
    return;
  throw notOurs(place);
}

/**
 * Refuses a file that is no archive of ours, likewise: ours begins with its mark.
 *
 * @throws TapeheadError IMAGE_UNWRITABLE
 */
export function checkArchive(place: string): void {
  const there = lstatSync(place, { throwIfNoEntry: false });
  if (!there || (there.isFile() && there.size === 0)) return;
  if (there.isFile() && beginningOf(place).includes(ARCHIVE_MARK)) return;
  throw notOurs(place);
}

/** In the first file of an archive, oci-layout, which may hold more than the layout asks for. */
export const ARCHIVE_MARK = 'io.tapehead.version';

/** Of a file, decompressed where it is compressed by gzip. */
function beginningOf(path: string): Buffer {
  using source = new FileSource(path);
  const bytes = source.read(0, 4096);
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }); // it is cut off
  } catch {
    return bytes; // not compressed
  }
}

const notOurs = (place: string): TapeheadError =>
  new TapeheadError(
    'IMAGE_UNWRITABLE',
    `${place} is there, and is no image that tapehead built`,
    '--out with another name, or remove it yourself',
  );
