import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TapeheadError } from '../errors.ts';
import { openArchive, partOf, type ByteSource } from '../tar/source.ts';
import { readTar, type ReadEntry } from '../tar/read.ts';
import { IMAGE_DATA_PATH } from './image-data.ts';
import type { Descriptor } from './oci.ts';
import { notOurs } from './replace.ts';

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
  using source = await openArchive(path);
  const files = new Map<string, ByteSource>();
  for (const { path: name, kind, start, size } of readTar(source))
    if (kind === 'file') files.set(name, partOf(source, start, size));
  const read = (name: string): unknown => {
    const file = files.get(name);
    if (!file) throw notAnImage(path, `it has no ${name}`);
    if (file.size > LONGEST) throw notAnImage(path, `its ${name} is too long`);
    return parse(path, file.read(0, file.size));
  };
  const [docker] = read('manifest.json') as { Config: string; RepoTags: string[]; Layers: string[] }[];
  if (!docker) throw notAnImage(path, 'its manifest.json is empty');
  const { config } = read(docker.Config) as { config: { Labels?: Record<string, string> } };
  const labels = config.Labels ?? {};
  if (labels['io.tapehead.version'] === undefined)
    throw notAnImage(path, 'it has no label io.tapehead.version');
  const layers = docker.Layers.map((name) => inspectLayer(name, files.get(name)));
  const [tag] = docker.RepoTags;
  return { form: 'archive', ...(tag !== undefined && { tag }), labels, layers };
}

/** Of a file that describes. */
const LONGEST = 16 * 1024 * 1024;

function inspectLayer(name: string, file: ByteSource | undefined): Inspected['layers'][number] {
  if (!file) throw notAnImage(name, 'it is not in the archive');
  const counts = { file: 0, folder: 0, symlink: 0, hardlink: 0, other: 0 };
  for (const { kind } of readTar(file)) counts[kind]++;
  const digest = name.replace(/^blobs\//, '').replace('/', ':');
  return { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size: file.size, ...counts };
}

function parse(path: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (cause) {
    throw notAnImage(path, 'what it tells of itself is no JSON', cause);
  }
}

const notAnImage = (path: string, why: string, cause?: unknown): TapeheadError =>
  new TapeheadError(
    'NOT_AN_IMAGE',
    `${path} is no image that tapehead built: ${why}`,
    'name what tapehead image build --out wrote',
    {
      cause,
    },
  );

/**
 * Refuses a file that is no image of ours, which replacing would destroy.
 *
 * @throws TapeheadError IMAGE_UNWRITABLE
 */
export async function checkArchive(place: string): Promise<void> {
  const there = lstatSync(place, { throwIfNoEntry: false });
  if (!there || (there.isFile() && there.size === 0)) return;
  if (!there.isFile()) throw notOurs(place);
  try {
    await inspectArchive(place);
  } catch (error) {
    if (error instanceof TapeheadError) throw notOurs(place);
    throw error;
  }
}
