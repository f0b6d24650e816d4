import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildImage } from '../../src/image/build.ts';
import { inventedListing } from '../image/invented-listing.ts';

/** Scripts that are a host's commands, and one that uses them. */
export const HOST = fileURLToPath(new URL('host', import.meta.url));

/** What those are called. */
export const COMMANDS = ['esxcli', 'vim-cmd', 'vmkfstools'] as const;

/** A listing of a real host as a survey wrote it, where the project's own material has one. */
const REAL = [process.env['TAPEHEAD_LISTING'] ?? '', '../shared/esx/files-list.json'].find(
  (path) => path !== '' && existsSync(path),
);
export const realListing = REAL === undefined ? undefined : readFileSync(REAL, 'utf8');

/** A listing of so many entries, in which a host's commands are, and those of its shell that engines call by name. */
export function hostListing(count: number): string {
  const entry = (letter: string, mode: string, name: string): string =>
    `{"hstat":"${letter}r-xr-xr-x","stat":"${mode}","owner":"root","group":"root","path":"/bin/${name}"},`;
  const own = [
    ...COMMANDS.map((name) => entry('-', '555', name)),
    ...['ln', 'mkdir', 'tar'].map((name) => entry('l', '777', name)),
  ];
  const [first = '', ...rest] = inventedListing(count - own.length).split('\n');
  return [first, ...own, ...rest].join('\n');
}

export interface Built {
  listing?: string;
  /** Of the image's own manifest. */
  interpose?: string;
  files?: string;
  /** `root` or an archive's name. */
  name?: string;
}

/** Builds an image of a host in a folder that is there; gives its path. */
export async function imageIn(
  folder: string,
  { listing = hostListing(100), name = 'root', ...manifests }: Built = {},
): Promise<string> {
  const file = (called: string, text: string): string => {
    const path = join(folder, called);
    writeFileSync(path, text);
    return path;
  };
  const out = join(folder, name);
  await buildImage(
    {
      ...{ listing: file('listing.json', listing), out, tag: 'host:test', labels: {} },
      arch: process.arch === 'arm64' ? 'arm64' : 'x64',
      ...(manifests.files !== undefined && { files: file('files.yaml', manifests.files) }),
      ...(manifests.interpose !== undefined && { interpose: file('interpose.yaml', manifests.interpose) }),
    },
    process.env,
  );
  return out;
}
