import { z } from 'zod';
import { count, name, time } from './words.ts';

export const adapter = z.strictObject({
  name: name(),
  driver: z.string(),
  linkState: z.string(),
  uid: z.string(),
  capabilities: z.string(),
  description: z.string(),
});

export const partition = z.strictObject({
  number: z.int().min(1).max(128),
  start: count().describe('The first sector, of 512 bytes.'),
  end: count().describe('The last sector.'),
  type: z
    .string()
    .regex(/^[0-9A-F]{32}$/)
    .describe('The GUID of what it is for, without dashes.'),
  guid: z.string().describe('Its own GUID, without dashes.'),
  attributes: count(),
});

const smart = z.strictObject({
  parameter: z.string(),
  value: z.string(),
  threshold: z.string(),
  worst: z.string(),
});

const io = z.strictObject({
  reads: count(),
  writes: count(),
  blocksRead: count(),
  blocksWritten: count(),
  failed: count(),
});

export const device = z.strictObject({
  name: name().describe('Such as naa.…, t10.… or mpx.….'),
  displayName: z.string(),
  sizeMB: count().describe('In MiB.'),
  type: z.string(),
  plugin: z.string().describe('NMP or HPP.'),
  vendor: z.string(),
  model: z.string(),
  revision: z.string(),
  scsiLevel: count(),
  status: z.string(),
  isLocal: z.boolean(),
  isSsd: z.boolean(),
  isRemovable: z.boolean(),
  isBoot: z.boolean(),
  isUsb: z.boolean(),
  isSas: z.boolean(),
  isOffline: z.boolean(),
  isPseudo: z.boolean(),
  isRdmCapable: z.boolean(),
  isPerenniallyReserved: z.boolean(),
  isSharedClusterwide: z.boolean(),
  isVvolPe: z.boolean(),
  hasSettableDisplayName: z.boolean(),
  thinProvisioning: z.string(),
  vaai: z.string(),
  uids: z.array(z.string()),
  attachedFilters: z.array(z.string()),
  queueDepth: count(),
  outstandingIos: count(),
  queueFullSampleSize: count(),
  queueFullThreshold: count(),
  driveType: z.string(),
  raidLevel: z.string(),
  physicalDrives: z.string(),
  satp: z.string(),
  satpConfig: z.string(),
  psp: z.string(),
  pspConfig: z.string().describe('Empty: as follows from its policy and its paths.'),
  pspCustomConfig: z.string(),
  preferredPath: z.string().describe('Of VMW_PSP_FIXED; empty: the first one.'),
  roundRobin: z.strictObject({
    type: z.enum(['Default', 'Iops', 'Bytes']),
    iops: count(),
    bytes: count(),
    useAno: z.boolean(),
  }),
  vaaiPlugin: z.string(),
  ats: z.string(),
  clone: z.string(),
  zero: z.string(),
  unmap: z.string(),
  label: z.enum(['gpt', 'msdos', 'unknown']).describe('How its partitions are written down.'),
  partitions: z.array(partition).describe('Where it says none, those of the volumes that lie on it.'),
  location: z.string().describe('Where it is plugged in, as enclosure 1 slot 2; empty: not known.'),
  led: z.enum(['off', 'locator', 'fault', 'unknown']),
  smart: z.array(smart),
  io,
  latencyThreshold: count().describe('In ms.'),
});

export const storagePath = z.strictObject({
  name: name().describe('The runtime name: vmhba0:C0:T0:L0.'),
  uid: z.string(),
  adapter: z.string(),
  device: z.string(),
  channel: count(),
  target: count(),
  lun: count(),
  state: z.string(),
  transport: z.string(),
  config: z.string(),
  adapterDetails: z.string().describe('What esxcfg-mpath says of it: WWNN: … WWPN: …'),
  targetDetails: z.string(),
});

/** A volume in /vmfs/volumes: VMFS, vfat, VMFSOS. */
export const volume = z.strictObject({
  name: z.string().describe('Its label; empty where it has none.'),
  uuid: name(),
  type: z.string(),
  mounted: z.boolean(),
  size: count().describe('In bytes.'),
  free: count().describe('In bytes, as it is at first, with all that lies in it.'),
  blockSize: count(),
  device: z.string().describe('That it lies on.'),
  partition: count(),
  automount: z.boolean(),
  reclaim: z.strictObject({
    granularity: count(),
    priority: z.enum(['none', 'low', 'medium', 'high']),
    method: z.enum(['priority', 'fixed']),
    bandwidth: count().describe('In MB/s.'),
  }),
  lockMode: z.string().describe('Such as ATS.'),
  created: time(),
  eager: z.array(z.string()).describe('Paths from its top of virtual disks that are eagerly zeroed.'),
  files: z
    .record(z.string(), z.union([z.string(), z.strictObject({ size: count() })]))
    .describe('Paths from its top, and what is in each: text, or so many bytes of zeros.'),
});

/** A VMFS volume that is seen, and not mounted: a copy of another one, as arrays make them. */
export const unresolvedVolume = z.strictObject({
  name: z.string(),
  uuid: name(),
  type: z.string(),
  size: count().describe('In bytes.'),
  free: count().describe('In bytes.'),
  device: z.string(),
  partition: count(),
  reason: z.string().describe('Why it cannot be mounted as it is; empty: it can.'),
});

export const nfs = z.strictObject({
  name: name(),
  uuid: z.string(),
  version: z.enum(['3', '4.1']),
  hosts: z.array(name()),
  share: name(),
  accessible: z.boolean(),
  mounted: z.boolean(),
  readOnly: z.boolean(),
  isPe: z.boolean(),
  acceleration: z.string(),
  security: z.string(),
  size: count(),
  free: count(),
});
