import type { Host } from './host.ts';
import { completed, type Given } from './completed.ts';
import { hexOf, volumeUuidOf } from './derived.ts';

export type Adapter = Host['adapters'][number];
export type Device = Host['devices'][number];
export type StoragePath = Host['paths'][number];
export type Volume = Host['volumes'][number];
export type UnresolvedVolume = Host['unresolvedVolumes'][number];
export type Nfs = Host['nfs'][number];

export const newAdapter = (given: Given<Adapter> & { name: string }): Adapter =>
  completed<Adapter>(
    {
      name: given.name,
      driver: 'vmw_ahci',
      linkState: 'link-n/a',
      uid: `sata.${given.name}`,
      capabilities: '',
      description: '(0000:00:11.5) Intel Corporation Lewisburg SATA AHCI Controller',
    },
    given,
  );

export const newDevice = (given: Given<Device> & { name: string }): Device =>
  completed<Device>(
    {
      name: given.name,
      displayName: `Local ATA Disk (${given.name})`,
      sizeMB: 244_198,
      type: 'Direct-Access',
      plugin: 'HPP',
      vendor: 'ATA     ',
      model: 'TAPEHEAD SSD 256',
      revision: '1.0 ',
      scsiLevel: 5,
      status: 'on',
      isLocal: true,
      isSsd: true,
      isRemovable: false,
      isBoot: false,
      isUsb: false,
      isSas: false,
      isOffline: false,
      isPseudo: false,
      isRdmCapable: false,
      isPerenniallyReserved: false,
      isSharedClusterwide: false,
      isVvolPe: false,
      hasSettableDisplayName: true,
      thinProvisioning: 'yes',
      vaai: 'unknown',
      uids: [`vml.01000000${hexOf(given.name, 40)}`],
      attachedFilters: [],
      queueDepth: 31,
      outstandingIos: 31,
      queueFullSampleSize: 0,
      queueFullThreshold: 0,
      driveType: 'unknown',
      raidLevel: 'unknown',
      physicalDrives: 'unknown',
      satp: 'VMW_SATP_LOCAL',
      satpConfig: 'SATP VMW_SATP_LOCAL does not support device configuration.',
      psp: 'VMW_PSP_FIXED',
      pspConfig: '',
      pspCustomConfig: '',
      preferredPath: '',
      roundRobin: { type: 'Default', iops: 1000, bytes: 10_485_760, useAno: false },
      vaaiPlugin: '',
      ats: 'unsupported',
      clone: 'unsupported',
      zero: 'supported',
      unmap: 'supported',
      label: (given.partitions?.length ?? 0) > 0 ? 'gpt' : 'unknown',
      partitions: [],
      location: '',
      led: 'unknown',
      smart: defaultSmart(given.type ?? 'Direct-Access'),
      io: { reads: 0, writes: 0, blocksRead: 0, blocksWritten: 0, failed: 0 },
      latencyThreshold: 0,
    },
    given,
  );

function defaultSmart(type: string): Device['smart'] {
  if (type.trim() !== 'Direct-Access') return [];
  const known: Readonly<Record<string, readonly [string, string, string]>> = {
    'Health Status': ['OK', 'N/A', 'N/A'],
    'Power-on Hours': ['99', '0', '99'],
    'Power Cycle Count': ['99', '0', '99'],
    'Reallocated Sector Count': ['100', '10', '100'],
    'Drive Temperature': ['70', '0', '60'],
  };
  return SMART.map((parameter) => {
    const [value, threshold, worst] = known[parameter] ?? ['N/A', 'N/A', 'N/A'];
    return { parameter, value, threshold, worst };
  });
}

const SMART = [
  'Health Status',
  'Media Wearout Indicator',
  'Write Error Count',
  'Read Error Count',
  'Power-on Hours',
  'Power Cycle Count',
  'Reallocated Sector Count',
  'Raw Read Error Rate',
  'Drive Temperature',
  'Driver Rated Max Temperature',
  'Write Sectors TOT Count',
  'Read Sectors TOT Count',
  'Initial Bad Block Count',
];

export function newPath(given: Given<StoragePath> & { name: string; device: string }): StoragePath {
  const [, adapter = 'vmhba0', channel = '0', target = '0', lun = '0'] =
    /^(\w+):C(\d+):T(\d+):L(\d+)$/.exec(given.name) ?? [];
  const blank: StoragePath = {
    name: given.name,
    uid: `sata.${adapter}-sata.${channel}:${target}-${given.device}`,
    adapter,
    device: given.device,
    channel: Number(channel),
    target: Number(target),
    lun: Number(lun),
    state: 'active',
    transport: 'sata',
    config: '{}',
    adapterDetails: 'Unavailable or path is unclaimed',
    targetDetails: 'Unavailable or path is unclaimed',
  };
  return completed(blank, given);
}

export function newVolume(given: Given<Volume>): Volume {
  const { name = '', size = 120 * 2 ** 30 } = given;
  const blank: Volume = {
    name,
    uuid: volumeUuidOf(`volume ${name}`, '00:50:56:01:02:03'),
    type: 'VMFS-6',
    mounted: true,
    size,
    free: Math.floor(size * 0.95),
    blockSize: 2 ** 20,
    device: '',
    partition: 1,
    automount: true,
    reclaim: { granularity: 2 ** 20, priority: 'low', method: 'priority', bandwidth: 26 },
    lockMode: given.type?.startsWith('VMFS-') === false ? '' : 'ATS',
    created: '2026-01-01T10:05:00Z',
    eager: [],
    files: {},
  };
  return completed(blank, given);
}

export const newUnresolvedVolume = (given: Given<UnresolvedVolume> & { uuid: string }): UnresolvedVolume =>
  completed<UnresolvedVolume>(
    {
      name: 'datastore1',
      uuid: given.uuid,
      type: 'VMFS-6',
      size: 100 * 2 ** 30,
      free: 50 * 2 ** 30,
      device: '',
      partition: 1,
      reason: '',
    },
    given,
  );

export const newNfs = (given: Given<Nfs> & Pick<Nfs, 'name' | 'hosts' | 'share'>): Nfs =>
  completed<Nfs>(
    {
      name: given.name,
      uuid: hexOf(`nfs ${given.name}`, 16).replace(/^(.{8})/, '$1-'),
      version: '3',
      hosts: [...given.hosts],
      share: given.share,
      accessible: true,
      mounted: true,
      readOnly: false,
      isPe: false,
      acceleration: 'Not Supported',
      security: 'AUTH_SYS',
      size: 2 ** 40,
      free: 2 ** 39,
    },
    given,
  );

export const defaultAdapters = (): Adapter[] => [newAdapter({ name: 'vmhba0', driver: 'vmw_ahci' })];

export const defaultDevices = (): Device[] => [
  newDevice({ name: 't10.ATA_____TAPEHEAD_SSD_256____________________0001________', isBoot: true }),
];

export const defaultPaths = ([adapter]: readonly Adapter[], devices: readonly Device[]): StoragePath[] =>
  adapter ? devices.map(({ name }, i) => newPath({ name: `${adapter.name}:C0:T${i}:L0`, device: name })) : [];

export function defaultVolumes([device]: readonly Device[], mac: string): Volume[] {
  const on = { device: device?.name ?? '' };
  const uuid = (seed: string): string => volumeUuidOf(seed, mac);
  return [
    newVolume({ ...on, name: 'datastore1', uuid: uuid('datastore1'), size: 110 * 2 ** 30, partition: 8 }),
    newVolume({
      ...on,
      name: `OSDATA-${uuid('osdata')}`,
      uuid: uuid('osdata'),
      type: 'VMFSOS',
      partition: 7,
    }),
    newVolume({
      ...on,
      name: 'BOOTBANK1',
      uuid: uuid('bootbank1'),
      type: 'vfat',
      size: 4_293_591_040,
      free: 4_100_000_000,
      partition: 5,
    }),
    newVolume({
      ...on,
      name: 'BOOTBANK2',
      uuid: uuid('bootbank2'),
      type: 'vfat',
      size: 4_293_591_040,
      free: 4_293_525_504,
      partition: 6,
    }),
  ];
}
