import { createHash } from 'node:crypto';
import { closeSync, createReadStream, createWriteStream, openSync, rmSync, writeSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Content, contentOf, type TarEntry } from '../tar/entry.ts';
import { headerOf, padding } from '../tar/header.ts';
import { tarLength, writeTar } from '../tar/write.ts';
import { layerEntries } from './layer-entries.ts';
import { type ImagePlan, LAYERS } from './node.ts';
import {
  blobPath,
  type Descriptor,
  dockerManifest,
  imageConfig,
  imageIndex,
  type ImageFacts,
  imageManifest,
  MEDIA,
} from './oci.ts';
import { ARCHIVE_MARK, checkArchive, putWhole } from './replace.ts';

/**
 * Writes an image as an archive: an OCI layout that also has docker's manifest.json, so that `podman load` and
 * `docker load` take it. Layers are not compressed, so that their digests hang on no zlib; the archive as a whole is,
 * where its name ends so. An earlier one at the place is replaced.
 *
 * @throws TapeheadError IMAGE_UNWRITABLE; then the place is as it was
 */
export async function writeArchive(plan: ImagePlan, facts: ImageFacts, place: string): Promise<void> {
  checkArchive(place);
  const isZipped = /\.t?gz$/.test(place);
  await putWhole(place, async (beside) => {
    const plain = isZipped ? `${beside}.plain` : beside;
    try {
      writePlain(plan, facts, plain);
      if (isZipped)
        await pipeline(createReadStream(plain), createGzip(), createWriteStream(beside, { flags: 'wx' }));
    } finally {
      if (isZipped) rmSync(plain, { force: true });
    }
  });
}

function writePlain(plan: ImagePlan, facts: ImageFacts, path: string): void {
  const archive = new Archive(openSync(path, 'wx', 0o644));
  try {
    archive.file(
      'oci-layout',
      json({ imageLayoutVersion: '1.0.0', [ARCHIVE_MARK]: facts.labels[ARCHIVE_MARK] }),
    );
    for (const folder of ['blobs', 'blobs/sha256']) archive.folder(folder);
    const layers = LAYERS.map((layer) => archive.layer(layerEntries(plan, layer)));
    const config = archive.blob(MEDIA.config, json(imageConfig(plan, facts, layers)));
    const manifest = archive.blob(MEDIA.manifest, json(imageManifest(config, layers)));
    archive.file('index.json', json(imageIndex(manifest, facts)));
    archive.file('manifest.json', json(dockerManifest(config, layers, facts)));
    archive.end();
  } finally {
    closeSync(archive.fd);
  }
}

const json = (value: object): Content => contentOf(Buffer.from(JSON.stringify(value)));

/** A tar being written, in which a layer goes by its digest: its header is written when that is known. */
class Archive {
  readonly fd: number;
  #at = 0;

  constructor(fd: number) {
    this.fd = fd;
  }

  file(path: string, content: Content): void {
    this.#write(headerOf(fileOf(path, content)));
    for (const piece of content.read()) this.#write(piece);
    this.#write(padding(content.size));
  }

  folder(path: string): void {
    this.#write(headerOf({ kind: 'folder', path, ...OWNED, mode: 0o755 }));
  }

  blob(mediaType: string, content: Content): Descriptor {
    const digest = `sha256:${createHash('sha256')
      .update(Buffer.concat([...content.read()]))
      .digest('hex')}`;
    const blob = { mediaType, digest, size: content.size };
    this.file(blobPath(blob), content);
    return blob;
  }

  layer(entries: readonly TarEntry[]): Descriptor {
    const size = tarLength(entries);
    const headerAt = this.#at;
    const header = (digest: string): Uint8Array =>
      headerOf(fileOf(blobPath({ digest }), { size, read: () => [] }));
    this.#write(header(`sha256:${'0'.repeat(64)}`));
    const hash = createHash('sha256');
    for (const piece of writeTar(entries)) {
      hash.update(piece);
      this.#write(piece);
    }
    this.#write(padding(size));
    const digest = `sha256:${hash.digest('hex')}`;
    writeAll(this.fd, header(digest), headerAt);
    return { mediaType: MEDIA.layer, digest, size };
  }

  end(): void {
    for (const piece of writeTar([])) this.#write(piece);
  }

  #write(bytes: Uint8Array): void {
    writeAll(this.fd, bytes, this.#at);
    this.#at += bytes.length;
  }
}

const OWNED = { uid: 0, gid: 0, owner: '', group: '', mtime: 0 };

const fileOf = (path: string, content: Content): TarEntry => ({
  ...{ kind: 'file', path, ...OWNED, mode: 0o644, content },
});

function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, position + at);
}
