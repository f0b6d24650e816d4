import { z } from 'zod';
import { count, mac, name, time, uuid } from './words.ts';

export const disk = z.strictObject({
  path: name().describe(
    'From the top of the volume of the VM; or whole, /vmfs/volumes/…, where it is on another.',
  ),
  sizeKB: count(),
  type: z.enum(['thin', 'zeroedthick', 'eagerzeroedthick']),
  slot: z.string().describe('The controller, and the place on it: scsi0:0.'),
  mode: z.string().describe('Such as persistent.'),
});

export const vmNic = z.strictObject({
  portGroup: z.string().describe('The name of it.'),
  mac: mac(),
  type: z.string().describe('Such as vmxnet3.'),
  addressType: z.enum(['generated', 'static', 'vpx']),
});

export const snapshot = z.strictObject({
  id: count(),
  name: z.string(),
  description: z.string(),
  created: time(),
  power: z.enum(['on', 'off', 'suspended']).describe('Of the VM, then.'),
  parent: count().describe('The id of the one it was made on; 0: none.'),
  quiesced: z.boolean(),
  disks: z.array(name()).describe('Paths of the disks of the VM, as they were then.'),
});

export const vm = z.strictObject({
  id: z.int().min(1).describe('That vim-cmd calls it by.'),
  name: name(),
  uuid: uuid(),
  volume: z.string().describe('The name of the volume it lies on.'),
  vmx: name().describe('From the top of the volume.'),
  guestId: z.string(),
  guestName: z.string(),
  hardware: z.string().describe('Such as vmx-19.'),
  annotation: z.string(),
  cpus: z.int().min(1),
  memoryMB: count(),
  power: z.enum(['on', 'off', 'suspended']),
  worldId: count(),
  cartelId: count(),
  ip: z.string().describe('Of the guest; empty: it has none, or has not had one yet.'),
  guestHostName: z.string(),
  tools: z.string().describe('As toolsOk, toolsNotInstalled.'),
  toolsMounted: z.boolean().describe('Whether the CD to install them from is in.'),
  disks: z.array(disk),
  nics: z.array(vmNic),
  snapshots: z.array(snapshot),
  snapshot: count().describe('The id of the snapshot that the VM runs on; 0: none.'),
  lastSnapshot: count().describe('The id that was given last.'),
  booted: time(),
  pool: name().describe('The id of its resource pool.'),
  extra: z.record(z.string(), z.string()).describe('What else its configuration file says.'),
});

/** Of the host's agent: what was started, what became of it. */
export const task = z.strictObject({
  id: name().describe('haTask-OBJECT-OPERATION-NUMBER, such as haTask-1-vim.VirtualMachine.powerOn-12.'),
  state: z.enum(['queued', 'running', 'success', 'error']),
  started: time(),
  message: z.string().describe('Of an error.'),
});

export const resourcePool = z.strictObject({
  id: name(),
  name: name(),
  parent: z.string().describe('The id of the one it is in; empty: that of the host.'),
  cpuMin: count().describe('In MHz.'),
  cpuMax: z.int().describe('In MHz; -1: no limit.'),
  cpuShares: count(),
  cpuLevel: z.enum(['low', 'normal', 'high', 'custom']),
  cpuExpandable: z.boolean(),
  memMin: count().describe('In MiB.'),
  memMax: z.int().describe('In MiB; -1: no limit.'),
  memShares: count(),
  memLevel: z.enum(['low', 'normal', 'high', 'custom']),
  memExpandable: z.boolean(),
});

/** Which VMs start with the host, and how. */
export const autostart = z.strictObject({
  enabled: z.boolean(),
  startDelay: z.int().describe('In seconds.'),
  stopDelay: z.int().describe('In seconds.'),
  waitForHeartbeat: z.boolean(),
  stopAction: z.string(),
  vms: z.array(
    z.strictObject({
      vm: count().describe('The id of it.'),
      startOrder: z.int(),
      startDelay: z.int(),
      waitForHeartbeat: z.string(),
      startAction: z.string(),
      stopDelay: z.int(),
      stopAction: z.string(),
    }),
  ),
});
