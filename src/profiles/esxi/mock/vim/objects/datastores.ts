import type { Host } from '../../model/host.ts';
import { fileSystems, mountPoint, type FileSystem } from '../../volumes/names.ts';
import { freeOn } from '../../volumes/space.ts';
import { isoTime } from '../../vms/time.ts';
import type { World } from '../../world.ts';
import { list, none, object, ref, since, type Value } from '../value.ts';
import { datastoreType } from './files.ts';

/** Volumes that VMs may lie on: of the host's own, and of those without a name, nobody is told. */
export const datastoresIn = (host: Host): FileSystem[] =>
  fileSystems(host).filter(
    (one) => one.name !== '' && one.mounted && (isNfs(one) || one.type.startsWith('VMFS-')),
  );

const isNfs = (one: FileSystem): one is Host['nfs'][number] => 'hosts' in one;

export const datastoreSummary = (one: FileSystem, host: Host, world: World): Value =>
  object('vim.Datastore.Summary', {
    datastore: ref('vim.Datastore', idOf(one)),
    name: one.name,
    url: mountPoint(one),
    capacity: one.size,
    freeSpace: freeOn(one, world),
    uncommitted: uncommittedOn(one, host),
    accessible: true,
    multipleHostAccess: isNfs(one) ? true : undefined,
    type: datastoreType(one),
    maintenanceMode: since('5.0', undefined),
  });

/** An NFS share is known by where it is from. */
const idOf = (one: FileSystem): string => (isNfs(one) ? `${one.hosts[0]}:${one.share}` : one.uuid);

const uncommittedOn = ({ name }: FileSystem, { vms }: Host): number =>
  vms
    .filter(({ volume }) => volume === name)
    .flatMap(({ disks }) => disks)
    .reduce((sum, { type, sizeKB }) => sum + (type === 'thin' ? sizeKB * 1024 : 0), 0);

/** One, with what it lies on. */
export function datastoreInfo(one: FileSystem, world: World): Value {
  const type = isNfs(one) ? 'vim.host.NasDatastoreInfo' : 'vim.host.VmfsDatastoreInfo';
  return object(type, {
    name: one.name,
    url: mountPoint(one),
    freeSpace: freeOn(one, world),
    maxFileSize: MAX_FILE,
    maxVirtualDiskCapacity: since('5.5', MAX_DISK),
    maxMemoryFileSize: since('6.0', MAX_FILE),
    timestamp: isoTime(world.now()),
    containerId: undefined,
    ...(isNfs(one)
      ? {
          nas: object('vim.host.NasVolume', {
            type: datastoreType(one),
            name: one.name,
            capacity: one.size,
            remoteHost: one.hosts[0] ?? '',
            remotePath: one.share,
            userName: undefined,
            protocolEndpoint: undefined,
          }),
        }
      : { vmfs: vmfsVolume(one) }),
  });
}

const MAX_FILE = 70_368_744_177_664;
const MAX_DISK = 68_169_720_922_112;

function vmfsVolume(one: Host['volumes'][number]): Value {
  const [, major = '6'] = /-(\d+)/.exec(one.type) ?? [];
  return object('vim.host.VmfsVolume', {
    type: 'VMFS',
    name: one.name,
    capacity: one.size,
    blockSizeMb: Math.max(1, Math.round(one.blockSize / 2 ** 20)),
    blockSize: since('6.5', Math.round(one.blockSize / 1024)),
    maxBlocks: 63_963_136,
    majorVersion: Number(major),
    version: major === '6' ? '6.82' : '5.81',
    uuid: one.uuid,
    extent: list('vim.host.ScsiDisk.Partition', [
      object('vim.host.ScsiDisk.Partition', { diskName: one.device, partition: one.partition }),
    ]),
    vmfsUpgradable: false,
    forceMountedInfo: since('4.1', none('vim.host.ForceMountedInfo')),
    ssd: since('5.0', false),
    local: since('5.0', true),
  });
}
