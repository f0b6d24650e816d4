import { z } from 'zod';
import { count, name } from './words.ts';

export const adapter = z.strictObject({
  name: name(),
  driver: z.string(),
  linkState: z.string(),
  uid: z.string(),
  capabilities: z.string(),
  description: z.string(),
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
  pspConfig: z.string(),
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
});

/** A volume in /vmfs/volumes: VMFS, vfat, VMFSOS. */
export const volume = z.strictObject({
  name: z.string().describe('Its label; empty where it has none.'),
  uuid: name(),
  type: z.string(),
  mounted: z.boolean(),
  size: count().describe('In bytes.'),
  free: count().describe('In bytes, before what lies in files.'),
  blockSize: count(),
  device: z.string().describe('That it lies on.'),
  partition: count(),
  files: z
    .record(z.string(), z.union([z.string(), z.strictObject({ size: count() })]))
    .describe('Paths from its top, and what is in each: text, or so many bytes of zeros.'),
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
