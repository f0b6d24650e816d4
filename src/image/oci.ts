import type { ImagePlan } from './node.ts';

/** A blob by what it is called and how long it is. */
export interface Descriptor {
  mediaType: string;
  /** `sha256:` and 64 hexadecimal digits. */
  digest: string;
  /** In bytes. */
  size: number;
}

/** What an image says of itself, beside its files. */
export interface ImageFacts {
  /** `NAME:TAG` */
  tag: string;
  arch: 'x64' | 'arm64';
  labels: Readonly<Record<string, string>>;
  variables: Readonly<Record<string, string>>;
}

// OCI image-spec v1.
const OCI = 'application/vnd.oci.image';
export const MEDIA = {
  index: `${OCI}.index.v1+json`,
  manifest: `${OCI}.manifest.v1+json`,
  config: `${OCI}.config.v1+json`,
  layer: `${OCI}.layer.v1.tar`,
} as const;

const ARCHITECTURE = { x64: 'amd64', arm64: 'arm64' } as const;

/** OCI image-spec, config.md. @param layers from the bottom */
export const imageConfig = (plan: ImagePlan, facts: ImageFacts, layers: readonly Descriptor[]): object => ({
  created: CREATED,
  architecture: ARCHITECTURE[facts.arch],
  os: 'linux',
  config: {
    Env: [
      ...('PATH' in facts.variables ? [] : [`PATH=${pathOf(plan)}`]),
      ...inOrder(facts.variables).map(([name, value]) => `${name}=${value}`),
    ],
    Cmd: ['/bin/sh'],
    WorkingDir: '/',
    Labels: Object.fromEntries(inOrder(facts.labels)),
  },
  rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
  history: layers.map(() => ({ created: CREATED, created_by: 'tapehead image build' })),
});

/** Reproducible: an image is no older than what it is made of. */
const CREATED = '1970-01-01T00:00:00Z';

function pathOf({ nodes }: ImagePlan): string {
  const there = new Set(nodes.map(({ path }) => path));
  return pathVariable((folder) => there.has(folder));
}

/** What PATH is in an image that says nothing of it. */
export const pathVariable = (isThere: (folder: string) => boolean): string =>
  BIN_FOLDERS.filter(isThere).join(':');

const BIN_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

const inOrder = (map: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** OCI image-spec, manifest.md. */
export const imageManifest = (config: Descriptor, layers: readonly Descriptor[]): object => ({
  schemaVersion: 2,
  mediaType: MEDIA.manifest,
  config,
  layers,
});

/** OCI image-spec, image-index.md and annotations.md; the name as containerd has it, which docker load reads. */
export const imageIndex = (manifest: Descriptor, { tag, arch, labels }: ImageFacts): object => ({
  schemaVersion: 2,
  mediaType: MEDIA.index,
  manifests: [
    {
      ...manifest,
      platform: { architecture: ARCHITECTURE[arch], os: 'linux' },
      annotations: {
        'io.containerd.image.name': dockerName(tag),
        'org.opencontainers.image.ref.name': tag,
        'io.tapehead.version': labels['io.tapehead.version'],
      },
    },
  ],
});

/** As docker save writes it: with the registry and the folder that docker takes for granted. */
function dockerName(tag: string): string {
  const [first = '', ...rest] = tag.split('/');
  if (rest.length === 0) return `docker.io/library/${tag}`;
  return /[.:]/.test(first) || first === 'localhost' ? tag : `docker.io/${tag}`;
}

/** The manifest.json of `docker save` (moby image/tarexport), by which `docker load` of any age finds its way. */
export const dockerManifest = (
  config: Descriptor,
  layers: readonly Descriptor[],
  { tag }: ImageFacts,
): object => [{ Config: blobPath(config), RepoTags: [tag], Layers: layers.map(blobPath) }];

export const blobPath = ({ digest }: Pick<Descriptor, 'digest'>): string =>
  `blobs/${digest.replace(':', '/')}`;
