import { leaf } from '../../esxcli/leaf.ts';
import { flag, long, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Volume } from '../../model/storage.ts';
import { notNegative } from './not-negative.ts';

const label = str('-l|--volume-label', 'The volume of this name.');
const uuid = str('-u|--volume-uuid', 'The volume of this UUID.');

export const VMFS_LEAVES = [
  leaf({
    path: 'storage vmfs extent list',
    about: 'Lists the partitions that volumes lie on.',
    options: { ignoreErrors: flag('-i|--ignore-errors', 'Leaves out what cannot be read.') },
    read: ({ volumes }) => volumes.filter(({ type, mounted }) => isVmfs(type) && mounted),
    prints: table<Volume>('VMFSExtent', {
      'Volume Name': ({ name }) => name,
      'VMFS UUID': (volume) => volume.uuid,
      'Extent Number': { value: () => 0, of: 'integer' },
      'Device Name': ({ device }) => device,
      Partition: { value: ({ partition }) => partition, of: 'integer' },
    }),
  }),
  leaf({
    path: 'storage vmfs lockmode list',
    about: 'Lists how hosts lock what is on a volume they share.',
    options: { label, uuid },
    read: (host, given) => (isNamed(given) ? [volumeNamed(host, given)] : vmfsOf(host)),
    prints: table<Volume>('VMFSLockMode', {
      'Volume Name': ({ name }) => name,
      UUID: (volume) => volume.uuid,
      Type: ({ type }) => type,
      'Locking Mode': ({ lockMode }) => lockMode,
      'ATS Compatible': { value: ({ lockMode }) => lockMode === 'ATS', of: 'boolean' },
      'ATS Upgrade Modes': ({ lockMode }) => (lockMode === 'ATS' ? 'None' : 'Online'),
      'ATS Incompatibility Reason': ({ lockMode }) =>
        lockMode === 'ATS' ? '' : 'Device does not support ATS',
    }),
  }),
  leaf({
    path: 'storage vmfs lockmode set',
    about: 'Changes how hosts lock what is on a volume they share.',
    options: {
      ats: flag('-a|--ats', 'By ATS alone.'),
      scsi: flag('-s|--scsi', 'By ATS and SCSI.'),
      label,
      uuid,
    },
    change(host, given) {
      if (given.ats === given.scsi)
        throw new Failure('Error: Exactly one of --ats and --scsi must be specified');
      volumeNamed(host, given).lockMode = given.ats ? 'ATS' : 'ATS+SCSI';
    },
  }),
  leaf({
    path: 'storage vmfs unmap',
    about: 'Gives blocks that are free back to the array.',
    options: { units: long('-n|--reclaim-unit', 'Blocks at once. Default 200.'), label, uuid },
    read(host, given) {
      const volume = volumeNamed(host, given);
      const device = host.devices.find(({ name }) => name === volume.device);
      if (device?.unmap !== 'supported') {
        throw new Failure(`Devices backing volume ${volume.uuid} do not support UNMAP`);
      }
    },
  }),
  leaf({
    path: 'storage vmfs upgrade',
    about: 'Makes a VMFS-5 volume of a VMFS-3 volume.',
    options: { label, uuid },
    change(host, given) {
      const volume = volumeNamed(host, given);
      if (volume.type !== 'VMFS-3') throw new Failure(`Volume '${volume.name}' is already ${volume.type}`);
      volume.type = 'VMFS-5';
    },
  }),
  leaf({
    path: 'storage vmfs host list',
    about: 'Lists the hosts that have a volume open.',
    options: { label, uuid },
    read: (host, given) =>
      vmfsOf(host)
        .filter((one) => !isNamed(given) || one === volumeNamed(host, given))
        .map((volume) => ({ volume, mac: host.nics[0]?.mac ?? '' })),
    prints: table<{ volume: Volume; mac: string }>('VMFSHost', {
      'Volume Name': ({ volume }) => volume.name,
      'VMFS UUID': ({ volume }) => volume.uuid,
      'MAC Address': ({ mac }) => mac,
    }),
  }),
  leaf({
    path: 'storage vmfs pbcache get',
    about: 'Tells how the cache for pointer blocks is used.',
    read: () => ({ used: 0 }),
    prints: record<{ used: number }>('PBCacheStats', {
      'Cache Capacity Miss Ratio': { value: () => 0, unit: '%' },
      'Cache Size': { value: ({ used }) => used, unit: 'MiB' },
      'Cache Size Max': { value: () => 132, unit: 'MiB' },
      'Cache Usage': { value: () => 0, unit: '%' },
      'Cache Working Set': { value: () => 0, unit: 'TiB' },
      'Cache Working Set Max': { value: () => 32, unit: 'TiB' },
      'Vmfs Heap Overhead': { value: () => 0, unit: 'KiB' },
      'Vmfs Heap Size': { value: () => 23, unit: 'MiB' },
      'Vmfs Heap Size Max': { value: () => 256, unit: 'MiB' },
    }),
  }),
  leaf({
    path: 'storage vmfs pbcache reset',
    about: 'Counts anew how the cache for pointer blocks is used.',
    read: () => undefined,
  }),
  leaf({
    path: 'storage vmfs reclaim config get',
    about: 'Tells how free blocks of a volume are given back to the array.',
    options: { label, uuid },
    read: (host, given) => volumeNamed(host, given).reclaim,
    prints: record<Volume['reclaim']>('VMFSReclaimConfig', {
      'Reclaim Granularity': { value: ({ granularity }) => granularity, unit: 'Bytes' },
      'Reclaim Priority': ({ priority }) => priority,
      'Reclaim Method': { value: ({ method }) => method, since: '6.7' },
      'Reclaim Bandwidth': { value: ({ bandwidth }) => bandwidth, unit: 'MB/s', since: '6.7' },
    }),
  }),
  leaf({
    path: 'storage vmfs reclaim config set',
    about: 'Changes how free blocks of a volume are given back to the array.',
    options: {
      label,
      uuid,
      bandwidth: long('-b|--reclaim-bandwidth', 'In MB/s.'),
      granularity: long('-g|--reclaim-granularity', 'In bytes.'),
      method: str('-m|--reclaim-method', 'priority or fixed.'),
      priority: str('-p|--reclaim-priority', 'none, low, medium or high.'),
    },
    change(host, { bandwidth, granularity, method, priority, ...given }) {
      const { reclaim } = volumeNamed(host, given);
      if (bandwidth !== undefined) reclaim.bandwidth = notNegative(bandwidth, 'reclaim-bandwidth');
      if (granularity !== undefined) reclaim.granularity = notNegative(granularity, 'reclaim-granularity');
      if (method !== undefined) reclaim.method = oneOf(['priority', 'fixed'], method, 'reclaim method');
      if (priority !== undefined) {
        reclaim.priority = oneOf(['none', 'low', 'medium', 'high'], priority, 'reclaim priority');
      }
    },
  }),
];

interface Named {
  label: string | undefined;
  uuid: string | undefined;
}

const isVmfs = (type: string): boolean => type.startsWith('VMFS');

const vmfsOf = ({ volumes }: Host): Volume[] =>
  volumes.filter(({ type, mounted }) => isVmfs(type) && mounted);

const isNamed = (given: Named): boolean => given.label !== undefined || given.uuid !== undefined;

/** @throws Failure */
function volumeNamed(host: Host, given: Named): Volume {
  if (!isNamed(given))
    throw new Failure('Error: Either the volume label or the volume uuid must be specified');
  const found = vmfsOf(host).find(({ name, uuid: own }) => name === given.label || own === given.uuid);
  if (found) return found;
  throw new Failure(`Volume '${given.label ?? given.uuid}' cannot be found.`);
}

/** @throws Failure */
function oneOf<T extends string>(all: readonly T[], given: string, what: string): T {
  const found = all.find((one) => one === given);
  if (found !== undefined) return found;
  throw new Failure(`Error: Invalid ${what} ${given}. Must be one of ${all.join(', ')}`);
}
