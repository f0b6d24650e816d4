import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTar, type ReadEntry } from '../tar/read.ts';
import type { ByteSource } from '../tar/source.ts';
import { openImageArchive } from './archive.ts';
import { IMAGE_DATA_PATH } from './image-data.ts';
import { notAnImage } from './not-an-image.ts';
import { MEDIA, type Descriptor } from './oci.ts';

/** What an image that was built tells of itself. */
export interface Inspected {
  form: 'folder' | 'archive';
  /** `NAME:TAG`; a folder has none. */
  tag?: string;
  labels: Readonly<Record<string, string>>;
  /** From the bottom. */
  layers: readonly (Descriptor & Record<ReadEntry['kind'], number>)[];
}

/** @throws TapeheadError NOT_AN_IMAGE, BAD_ARCHIVE */
export async function inspectImage(path: string): Promise<Inspected> {
  const is = lstatSync(path, { throwIfNoEntry: false });
  if (!is) throw notAnImage(path, 'there is no such file');
  return is.isDirectory() ? inspectFolder(path) : inspectArchive(path);
}

function inspectFolder(path: string): Inspected {
  const file = join(path, IMAGE_DATA_PATH);
  if (!existsSync(file)) throw notAnImage(path, `it has no ${IMAGE_DATA_PATH}`);
  const { labels } = parse(path, readFileSync(file)) as { labels?: Record<string, string> };
  return { form: 'folder', labels: labels ?? {}, layers: [] };
}

async function inspectArchive(path: string): Promise<Inspected> {
  using image = await openImageArchive(path);
  const { tag, labels } = image;
  const layers = image.layers.map(({ digest, source }) => inspectLayer(digest, source));
  return { form: 'archive', ...(tag !== undefined && { tag }), labels, layers };
}

function inspectLayer(digest: string, source: ByteSource): Inspected['layers'][number] {
  const counts = { file: 0, folder: 0, symlink: 0, hardlink: 0, other: 0 };
  for (const { kind } of readTar(source)) counts[kind]++;
  return { mediaType: MEDIA.layer, digest, size: source.size, ...counts };
}

function parse(path: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (cause) {
    throw notAnImage(path, 'what it tells of itself is no JSON', cause);
  }
}
