import { leaf } from '../../esxcli/leaf.ts';
import { flag, required, str, strs } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { hexOf } from '../../model/derived.ts';
import { newNfs, type Nfs } from '../../model/storage.ts';
import type { World } from '../../world.ts';
import { forgetFileSystem, showFileSystem } from '../../volumes/mounting.ts';

const volumeName = required(str('-v|--volume-name', 'The name of the volume on the host.'));
const share = required(str('-s|--share', 'The name of the share on its server.'));
const readOnly = flag('-r|--readonly', 'It is not to be written to.');
const isPe = flag('-I|--ispe', 'It is a protocol endpoint of virtual volumes.');

export const NFS_LEAVES = [
  leaf({
    path: 'storage nfs list',
    about: 'Lists the shares of NFS 3 that the host knows.',
    read: (host) => of(host, '3'),
    prints: table<Nfs>('NASVolume', {
      'Volume Name': ({ name }) => name,
      Host: ({ hosts }) => hosts[0] ?? '',
      Share: (one) => one.share,
      Accessible: { value: ({ accessible }) => accessible, of: 'boolean' },
      Mounted: { value: ({ mounted }) => mounted, of: 'boolean' },
      'Read-Only': { value: (one) => one.readOnly, of: 'boolean', since: '6.0' },
      isPE: { value: (one) => one.isPe, of: 'boolean', since: '6.0' },
      'Hardware Acceleration': ({ acceleration }) => acceleration,
    }),
  }),
  leaf({
    path: 'storage nfs add',
    about: 'Mounts a share of NFS 3.',
    options: {
      host: required(str('-H|--host', 'The server it is on.')),
      share,
      name: volumeName,
      readOnly,
      isPe,
    },
    change: (host, given, world) =>
      add(host, { ...given, hosts: [given.host], version: '3', security: 'AUTH_SYS' }, world),
  }),
  leaf({
    path: 'storage nfs remove',
    about: 'Unmounts a share of NFS 3, and forgets it.',
    options: { name: volumeName },
    change: (host, { name }, world) => remove(host, name, '3', world),
  }),
  leaf({
    path: 'storage nfs param get',
    about: 'Tells how the host talks to servers of NFS 3.',
    options: { volumeName: str('-n|--volume-name', 'Only of this volume.') },
    read: (host, given) =>
      of(host, '3')
        .filter(({ name }) => given.volumeName === undefined || name === given.volumeName)
        .map((one) => ({ one, most: maxQueueDepth(host) })),
    prints: table<{ one: Nfs; most: number }>('NfsVolumeParams', {
      'Volume Name': ({ one }) => one.name,
      MaxQueueDepth: { value: ({ most }) => most, of: 'integer' },
    }),
  }),
  leaf({
    path: 'storage nfs41 list',
    about: 'Lists the shares of NFS 4.1 that the host knows.',
    read: (host) => of(host, '4.1'),
    prints: table<Nfs>('NFS41Volume', {
      'Volume Name': ({ name }) => name,
      'Host(s)': ({ hosts }) => hosts.join(','),
      Share: (one) => one.share,
      Accessible: { value: ({ accessible }) => accessible, of: 'boolean' },
      Mounted: { value: ({ mounted }) => mounted, of: 'boolean' },
      'Read-Only': { value: (one) => one.readOnly, of: 'boolean' },
      Security: ({ security }) => security,
      isPE: { value: (one) => one.isPe, of: 'boolean' },
      'Hardware Acceleration': ({ acceleration }) => acceleration,
    }),
  }),
  leaf({
    path: 'storage nfs41 add',
    about: 'Mounts a share of NFS 4.1.',
    options: {
      hosts: required(strs('-H|--hosts', 'The servers it is on.')),
      share,
      name: volumeName,
      readOnly,
      isPe,
      security: str('-a|--sec', 'How it is known who asks: AUTH_SYS, SEC_KRB5, SEC_KRB5I.'),
    },
    change: (host, given, world) =>
      add(
        host,
        { ...given, hosts: [...given.hosts], version: '4.1', security: given.security ?? 'AUTH_SYS' },
        world,
      ),
  }),
  leaf({
    path: 'storage nfs41 remove',
    about: 'Unmounts a share of NFS 4.1, and forgets it.',
    options: { name: volumeName },
    change: (host, { name }, world) => remove(host, name, '4.1', world),
  }),
  leaf({
    path: 'storage nfs41 param get',
    about: 'Tells how the host talks to servers of NFS 4.1.',
    options: { volumeName: str('-v|--volume-name', 'Only of this volume.') },
    read: (host, given) =>
      of(host, '4.1')
        .filter(({ name }) => given.volumeName === undefined || name === given.volumeName)
        .map((one) => ({ one, most: maxQueueDepth(host) })),
    prints: table<{ one: Nfs; most: number }>('Nfs41VolumeParams', {
      'Volume Name': ({ one }) => one.name,
      MaxQueueDepth: { value: ({ most }) => most, of: 'integer' },
      MaxReadTransferSize: { value: () => 262_144, of: 'integer' },
      MaxWriteTransferSize: { value: () => 262_144, of: 'integer' },
      Vmknic: () => 'None',
      Connections: { value: () => 1, of: 'integer' },
    }),
  }),
];

const of = ({ nfs }: Host, version: Nfs['version']): Nfs[] => nfs.filter((one) => one.version === version);

/** A share that is to be mounted. */
export interface Added {
  name: string;
  hosts: string[];
  share: string;
  version: Nfs['version'];
  security: string;
  readOnly: boolean;
  isPe: boolean;
}

/** @throws Failure */
export function add(
  host: Host,
  { name, hosts, share: on, version, security, readOnly: isReadOnly, isPe: isEndpoint }: Added,
  world: World,
): void {
  if (name === '' || on === '' || hosts.length === 0 || hosts.includes('')) {
    throw new Failure('Unable to create new NAS volume.  Invalid host, share or volume name');
  }
  const at = `${hosts.join(',')}:${on}`;
  const same = host.nfs.find((one) => one.hosts.join() === hosts.join() && one.share === on);
  if (same) {
    throw new Failure(
      `Unable to create new NAS volume.  ${at} is already exported by a volume with the name ${same.name}`,
    );
  }
  if ([...host.nfs, ...host.volumes].some((one) => one.name === name)) {
    throw new Failure(`Unable to create new NAS volume.  A volume with the name ${name} already exists`);
  }
  const uuid = hexOf(`nfs ${at}`, 16).replace(/^(.{8})/, '$1-');
  const made = newNfs({
    name,
    uuid,
    hosts,
    share: on,
    version,
    security,
    readOnly: isReadOnly,
    isPe: isEndpoint,
  });
  host.nfs.push(made);
  showFileSystem(made, world);
}

/** @throws Failure */
export function remove(host: Host, name: string, version: Nfs['version'] | undefined, world: World): void {
  const one = host.nfs.find((nfs) => nfs.name === name && (version === undefined || nfs.version === version));
  if (!one) throw new Failure(`Unable to get information for NAS volume '${name}': Not found`);
  if (host.vms.some(({ power, volume }) => power === 'on' && volume === name)) {
    throw new Failure(
      `Unable to complete Sysinfo operation.  Please see the VMkernel log file for more details.: Sysinfo error: Busy`,
    );
  }
  host.nfs = host.nfs.filter((nfs) => nfs.name !== name);
  forgetFileSystem(one, world);
}

function maxQueueDepth({ advanced }: Host): number {
  const value = advanced.find(({ path }) => path === '/NFS/MaxQueueDepth')?.value;
  return typeof value === 'number' ? value : 4_294_967_295;
}
