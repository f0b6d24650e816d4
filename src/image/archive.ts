import { z } from 'zod';
import { readTar } from '../tar/read.ts';
import { openArchive, partOf, type ByteSource } from '../tar/source.ts';
import { notAnImage } from './not-an-image.ts';

/** An image's archive, open until it is disposed. */
export interface OpenImage extends Disposable {
  /** `NAME:TAG` */
  tag?: string;
  labels: Readonly<Record<string, string>>;
  /** `NAME=VALUE` */
  variables: readonly string[];
  /** From the bottom, plain tars; `digest` as OCI has it. */
  layers: readonly { digest: string; source: ByteSource }[];
}

/** @throws TapeheadError NOT_AN_IMAGE, BAD_ARCHIVE */
export async function openImageArchive(path: string): Promise<OpenImage> {
  const source = await openArchive(path);
  try {
    return { ...readIndex(path, source), [Symbol.dispose]: () => source[Symbol.dispose]() };
  } catch (error) {
    source[Symbol.dispose]();
    throw error;
  }
}

/** The manifest.json of `docker save` (moby image/tarexport). */
const dockerManifest = z.tuple([
  z.object({ Config: z.string(), RepoTags: z.array(z.string()).nullish(), Layers: z.array(z.string()) }),
]);

/** OCI image-spec, config.md. */
const imageConfig = z.object({
  config: z.object({
    Labels: z.record(z.string(), z.string()).nullish(),
    Env: z.array(z.string()).nullish(),
  }),
});

function readIndex(path: string, source: ByteSource): Omit<OpenImage, keyof Disposable> {
  const files = new Map<string, ByteSource>();
  for (const { path: name, kind, start, size } of readTar(source))
    if (kind === 'file') files.set(name, partOf(source, start, size));
  const file = (name: string): ByteSource => {
    const found = files.get(name);
    if (found) return found;
    throw notAnImage(path, `it has no ${name}`);
  };
  const read = <T>(name: string, schema: z.ZodType<T>): T => {
    const described = file(name);
    if (described.size > LONGEST) throw notAnImage(path, `its ${name} is too long`);
    try {
      return schema.parse(JSON.parse(described.read(0, described.size).toString()));
    } catch (cause) {
      throw notAnImage(path, `its ${name} is not as docker save writes it`, cause);
    }
  };
  const [docker] = read('manifest.json', dockerManifest);
  const { config } = read(docker.Config, imageConfig);
  const labels = config.Labels ?? {};
  if (labels['io.tapehead.version'] === undefined)
    throw notAnImage(path, 'it has no label io.tapehead.version');
  const tag = docker.RepoTags?.[0];
  const layers = docker.Layers.map((name) => ({ digest: digestIn(name), source: file(name) }));
  return { ...(tag !== undefined && { tag }), labels, variables: config.Env ?? [], layers };
}

/** Of a file that describes. */
const LONGEST = 16 * 1024 * 1024;

const digestIn = (name: string): string => name.replace(/^blobs\//, '').replace('/', ':');
