import { z } from 'zod';
import { count, mac, name, time, uuid } from './words.ts';

const disk = z.strictObject({
  path: name().describe('From the top of the volume of the VM.'),
  sizeKB: count(),
  type: z.enum(['thin', 'zeroedthick', 'eagerzeroedthick']),
});

const vmNic = z.strictObject({
  portGroup: z.string().describe('The name of it.'),
  mac: mac(),
  type: z.string().describe('Such as vmxnet3.'),
});

const snapshot = z.strictObject({
  id: count(),
  name: z.string(),
  description: z.string(),
  created: time(),
  power: z.enum(['on', 'off', 'suspended']).describe('Of the VM, then.'),
  parent: count().describe('The id of the one it was made on; 0: none.'),
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
  ip: z.string().describe('Of the guest; empty: its tools tell none.'),
  guestHostName: z.string(),
  tools: z.string().describe('As toolsOk, toolsNotInstalled.'),
  disks: z.array(disk),
  nics: z.array(vmNic),
  snapshots: z.array(snapshot),
  booted: time(),
});

/** Of the host's agent: what was started, what became of it. */
export const task = z.strictObject({
  id: name(),
  state: z.enum(['queued', 'running', 'success', 'error']),
  started: time(),
  message: z.string(),
});

export const resourcePool = z.strictObject({
  id: name(),
  name: name(),
  parent: z.string(),
  cpuMin: count(),
  cpuMax: z.int(),
  cpuShares: count(),
  cpuExpandable: z.boolean(),
  memMin: count(),
  memMax: z.int(),
  memShares: count(),
  memExpandable: z.boolean(),
});
