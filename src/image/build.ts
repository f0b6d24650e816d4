import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TapeheadError } from '../errors.ts';
import { readListing } from '../listing/read.ts';
import { explain } from '../manifest/explain.ts';
import { pathText } from '../manifest/problem.ts';
import { badManifest, type Told } from '../manifest/told.ts';
import { Releases } from '../releases.ts';
import { shimBinary } from '../shim/binary.ts';
import { contentOf } from '../tar/entry.ts';
import { version } from '../version.ts';
import { type Arch, readBaseTools } from './base-tools.ts';
import { imageData, type ImageDataSpec, LONGEST_IMAGE_DATA } from './image-data.ts';
import { inlineManifest } from './inline-manifest.ts';
import { labelsOf } from './labels.ts';
import { fileRules } from './manifest/file-rules.ts';
import { interposeRules, NO_RULES } from './manifest/interpose-rules.ts';
import { type Checked, readManifest, REMEDY } from './manifest/read.ts';
import { filesManifest, interposeManifest } from './manifest/schema.ts';
import type { InterposeSpec } from './manifest/spec.ts';
import type { ImagePlan } from './node.ts';
import { plan } from './plan.ts';
import type { InterposeRules } from './rules.ts';
import { writeArchive } from './write-archive.ts';
import { writeFolder } from './write-folder.ts';

/** What an image is built of, and where it goes. Paths are of files. */
export interface BuildOptions {
  listing: string;
  files?: string;
  interpose?: string;
  /** A folder; or an archive, by its name: `.tar`, `.tar.gz`, `.tgz`. */
  out: string;
  tag: string;
  labels: Readonly<Record<string, string>>;
  busybox?: string;
  arch: Arch;
}

/**
 * Builds an image that looks like the host of a listing: a root file system, or an archive that podman and docker load.
 *
 * @throws TapeheadError BAD_LISTING, BAD_MANIFEST, BAD_ARCHIVE, NO_BASE_TOOLS, NO_SHIM, IMAGE_UNWRITABLE
 */
export async function buildImage(options: BuildOptions, env: NodeJS.ProcessEnv): Promise<ImagePlan> {
  const { listing, files, interpose, tag, arch } = options;
  const out = options.out.replace(/(?<=.)\/+$/, ''); // what is made beside it would be in it
  await using opened = new Releases();
  const bytes = readListingFile(listing);
  const checked = interpose === undefined ? undefined : await readManifest(interpose, interposeManifest);
  const rules = checked ? interposeRules(checked) : NO_RULES;
  const labels = { ...labelsOf(checked?.spec, version()), ...checked?.spec.labels, ...options.labels };
  const image = plan({
    listing: readListing(bytes, listing),
    files: files === undefined ? [] : await fileRules(await readManifest(files, filesManifest), opened),
    interpose: rules,
    shim: contentOf(readFileSync(shimBinary('linux', arch))),
    tools: readBaseTools(options.busybox, arch, env['PATH']),
    data: await imageDataOf(tag, labels, checked, rules),
  });
  const variables = checked?.spec.variables ?? {};
  if (isArchive(out)) await writeArchive(image, { tag, arch, labels, variables }, out);
  else await writeFolder(image, out);
  return image;
}

export const isArchive = (path: string): boolean => /\.(?:tar|tar\.gz|tgz)$/.test(path);

function readListingFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const message = `the listing ${path} cannot be read: ${(cause as Error).message}`;
    throw new TapeheadError('BAD_LISTING', message, 'a file that tapehead survey --out FILE wrote', {
      cause,
    });
  }
}

async function imageDataOf(
  name: string,
  labels: ImageDataSpec['labels'] & object,
  checked: Checked<InterposeSpec> | undefined,
  { perPath }: InterposeRules,
): Promise<Buffer> {
  const named = checked?.spec.manifest;
  const manifest = checked && named !== undefined && (await inlineManifest(join(checked.folder, named)));
  const interposed = perPath.map(({ paths, log, miss }) => ({
    path: paths.glob,
    ...(log === false && { log }),
    ...(miss && { miss }),
  }));
  const data: ImageDataSpec = {
    ...{ format: 1, tapehead: version(), name, labels },
    ...(manifest && { manifest }),
    ...(interposed.length > 0 && { interposed }),
  };
  const parsed = imageData.safeParse(data);
  if (!parsed.success) throw badManifest(refusedByDeck(parsed.error.issues, data), REMEDY);
  const bytes = Buffer.from(`${JSON.stringify(data)}\n`);
  if (bytes.length <= LONGEST_IMAGE_DATA) return bytes;
  throw new TapeheadError(
    'BAD_MANIFEST',
    `what the image brings along for the deck has ${bytes.length} bytes, and ${LONGEST_IMAGE_DATA} are the most`,
    'smaller files in the mocks of its manifest, or give that manifest to the deck by --manifest',
  );
}

/** What an image brings along is read by decks as what any stranger sends, with limits of its own. */
const refusedByDeck = (issues: Parameters<typeof explain>[0], data: ImageDataSpec): Told[] =>
  explain(issues, imageData, data).map(({ path, message }) => ({
    place: `the data of the image (${pathText(path)})`,
    message,
  }));
