import type { Host } from '../model/host.ts';

/** A file system that is mounted in /vmfs/volumes: a volume, or an NFS share. */
export type FileSystem = Host['volumes'][number] | Host['nfs'][number];

/** Shares first, as hosts list them. */
export const fileSystems = ({ volumes, nfs }: Pick<Host, 'volumes' | 'nfs'>): FileSystem[] => [
  ...nfs,
  ...volumes,
];

/** One name in a folder, whatever is in it. */
export const fileName = (name: string): string => name.replaceAll('/', '%2f').replace(/^\.\.?$/, '%2e');

export const mountPoint = ({ uuid }: Pick<FileSystem, 'uuid'>): string => `/vmfs/volumes/${fileName(uuid)}`;

/** The one that a path is on, which may begin with its UUID or with its name, and the path from its top. */
export function placeOf(host: Host, path: string): { on: FileSystem; below: string } | undefined {
  const [, top = '', below = ''] = /^\/vmfs\/volumes\/([^/]+)\/*(.*)$/s.exec(path) ?? [];
  const on = fileSystems(host).find(
    ({ uuid, name }) => fileName(uuid) === top || (name !== '' && fileName(name) === top),
  );
  return on?.mounted ? { on, below } : undefined;
}
