import { existsSync, lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TapeheadError } from '../../errors.ts';
import { unpack } from '../../tar/unpack.ts';
import { openImageArchive } from '../archive.ts';
import { IMAGE_DATA_PATH } from '../image-data.ts';
import { notAnImage } from '../not-an-image.ts';
import { pathVariable } from '../oci.ts';
import { copyFolder } from './copy-folder.ts';

/** An image as an engine runs it. */
export interface ImageRoot {
  path: string;
  /** What its own configuration says; of a folder, which has none, PATH alone. */
  variables: Readonly<Record<string, string>>;
}

/**
 * The root file system of an image, a folder or an archive; `inPlace` is for a folder that may be written to.
 *
 * @param to where the copy is made; its folder is there
 * @throws TapeheadError NOT_AN_IMAGE, BAD_ARCHIVE, IMAGE_UNWRITABLE, USAGE
 */
export async function rootOf(image: string, inPlace: boolean, to: string): Promise<ImageRoot> {
  const is = lstatSync(image, { throwIfNoEntry: false });
  if (!is) throw notAnImage(image, 'there is no such file');
  if (!is.isDirectory()) {
    if (!inPlace) return await unpacked(image, to);
    throw new TapeheadError('USAGE', `--in-place needs a folder, and ${image} is none`, 'leave it out');
  }
  if (!existsSync(join(image, IMAGE_DATA_PATH))) throw notAnImage(image, `it has no ${IMAGE_DATA_PATH}`);
  if (!inPlace) copied(image, to);
  const path = inPlace ? resolve(image) : to;
  const isThere = (folder: string): boolean =>
    lstatSync(join(path, folder), { throwIfNoEntry: false }) !== undefined;
  return { path, variables: { PATH: pathVariable(isThere) } };
}

function copied(image: string, to: string): void {
  try {
    copyFolder(image, to);
  } catch (cause) {
    throw new TapeheadError(
      'IMAGE_UNWRITABLE',
      `${image} cannot be copied to be run: ${(cause as Error).message}`,
      'room where temporary files are, or TMPDIR=/another/folder; or --in-place, which needs no copy',
      { cause },
    );
  }
}

async function unpacked(image: string, to: string): Promise<ImageRoot> {
  using archive = await openImageArchive(image);
  unpack(
    archive.layers.map(({ source }) => source),
    to,
  );
  const named = archive.variables.map(nameAndValue).filter(([name]) => name !== '');
  return { path: to, variables: Object.fromEntries(named) };
}

function nameAndValue(text: string): [string, string] {
  const [name = '', ...value] = text.split('=');
  return [name, value.join('=')];
}
