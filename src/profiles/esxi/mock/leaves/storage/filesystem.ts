import { leaf } from '../../esxcli/leaf.ts';
import { flag, str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { forgetFileSystem, showFileSystem } from '../../volumes/mounting.ts';
import { type FileSystem, fileSystems, mountPoint } from '../../volumes/names.ts';
import { freeOn } from '../../volumes/space.ts';

const named = {
  all: flag('-a|--all', 'All file systems.'),
  label: str('-l|--volume-label', 'The one of this name.'),
  uuid: str('-u|--volume-uuid', 'The one of this UUID.'),
};

export const FILESYSTEM_LEAVES = [
  leaf({
    path: 'storage filesystem list',
    about: 'Lists the file systems that the host has, and how full they are.',
    options: { ignoreErrors: flag('-i|--ignore-errors', 'Leaves out what cannot be read.') },
    read: (host, { ignoreErrors }, world) =>
      fileSystems(host)
        .filter((one) => !ignoreErrors || !('share' in one) || one.accessible)
        .map((one) => ({ one, free: freeOn(one, world) })),
    prints: table<{ one: FileSystem; free: number }>('FilesystemVolume', {
      'Mount Point': ({ one }) => (one.mounted ? mountPoint(one) : ''),
      'Volume Name': ({ one }) => one.name,
      UUID: ({ one }) => one.uuid,
      Mounted: { value: ({ one }) => one.mounted, of: 'boolean' },
      Type: ({ one }) => typeOf(one),
      Size: { value: ({ one }) => one.size, of: 'integer' },
      Free: { value: ({ free }) => free, of: 'integer' },
    }),
  }),
  leaf({
    path: 'storage filesystem rescan',
    about: 'Looks for new volumes, and mounts those that are to be mounted by themselves.',
    change(host, _, world) {
      for (const volume of host.volumes.filter((one) => one.automount && !one.mounted)) {
        volume.mounted = true;
        showFileSystem(volume, world);
      }
    },
  }),
  leaf({
    path: 'storage filesystem automount',
    about: 'Mounts all volumes that are to be mounted by themselves.',
    change(host, _, world) {
      for (const volume of host.volumes.filter((one) => one.automount && !one.mounted)) {
        volume.mounted = true;
        showFileSystem(volume, world);
      }
    },
  }),
  leaf({
    path: 'storage filesystem mount',
    about: 'Mounts a volume that is not mounted.',
    options: { ...named, nopersist: flag('-n|--nopersist', 'Not again at the next boot.') },
    change(host, given, world) {
      for (const volume of chosen(host, given)) {
        volume.mounted = true;
        if ('automount' in volume && !given.nopersist) volume.automount = true;
        showFileSystem(volume, world);
      }
    },
  }),
  leaf({
    path: 'storage filesystem unmount',
    about: 'Takes a file system away from the host: what is on it stays.',
    options: {
      ...named,
      path: str('-p|--volume-path', 'The one that is mounted here.'),
      nopersist: flag('-n|--nopersist', 'At the next boot it is mounted again.'),
    },
    change(host, given, world) {
      for (const one of chosen(host, given)) {
        if (host.vms.some(({ power, volume }) => power === 'on' && volume === one.name)) {
          throw new Failure(
            `Volume '${one.name}' cannot be unmounted. Reason: Busy. Sysinfo error: Busy See VMkernel log for details.`,
          );
        }
        one.mounted = false;
        if ('automount' in one) one.automount = given.nopersist;
        forgetFileSystem(one, world);
      }
    },
  }),
];

interface Chosen {
  all: boolean;
  label: string | undefined;
  uuid: string | undefined;
  path?: string | undefined;
}

/** @throws Failure of one that there is not */
function chosen(host: Host, { all, label, uuid, path }: Chosen): FileSystem[] {
  if (all) return fileSystems(host);
  const asked = label ?? uuid ?? path;
  if (asked === undefined) throw new Failure('Error: No volume label, uuid or path specified');
  const found = fileSystems(host).find(
    (one) => one.name === label || one.uuid === uuid || (path !== undefined && isAt(one, path)),
  );
  if (!found)
    throw new Failure(`No volume with ${label === undefined ? 'uuid' : 'label'} '${asked}' was found`);
  return [found];
}

const isAt = (one: FileSystem, path: string): boolean =>
  path.replace(/\/+$/, '') === mountPoint(one) || path.replace(/\/+$/, '') === `/vmfs/volumes/${one.name}`;

const typeOf = (one: FileSystem): string =>
  'share' in one ? (one.version === '3' ? 'NFS' : 'NFS41') : one.type;
