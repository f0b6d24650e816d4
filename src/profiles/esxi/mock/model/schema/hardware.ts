import { z } from 'zod';
import { count, name } from './words.ts';

const cpu = z
  .strictObject({
    packages: z.int().min(1),
    cores: z.int().min(1).describe('Of all packages.'),
    threads: z.int().min(1).describe('Of all cores.'),
    brand: z.string().describe('Such as GenuineIntel.'),
    model: z.string().describe('As its maker calls it.'),
    family: count(),
    modelNumber: count(),
    stepping: count(),
    coreHz: count(),
    busHz: count(),
    microcode: count(),
    l2: z.strictObject({ size: count(), associativity: count(), line: count(), cpus: count() }),
    l3: z.strictObject({ size: count(), associativity: count(), line: count(), cpus: count() }),
  })
  .describe('All packages are the same.');

const memory = z.strictObject({
  bytes: count(),
  reliable: count(),
  numaNodes: z.int().min(1),
  nodes: z.int().min(1).describe('Of the kernel, which has more than those of NUMA on some machines.'),
  systemPages: count().describe('What the system has for itself, in pages of 4 KiB.'),
});

export const pciDevice = z.strictObject({
  address: z.string().regex(/^[0-9a-f]{4,}:[0-9a-f]{2,3}:[0-9a-f]{2}\.[0-9a-f]$/i, 'this is no PCI address'),
  vmkernelName: z.string().describe('Such as vmnic0; empty where no driver has it.'),
  vendor: z.string(),
  device: z.string(),
  vendorId: count(),
  deviceId: count(),
  subVendorId: count(),
  subDeviceId: count(),
  classId: count(),
  className: z.string(),
  slot: z.string(),
  irq: count(),
  pin: z.int().min(0).max(4).describe('Of its interrupt: 1 is A; 0: it has none.'),
  module: z.string(),
  moduleId: z.int(),
  passthrough: z.boolean().describe('Whether it is passed through to VMs.'),
  passthroughActive: z.boolean().describe('Whether it is since the last start.'),
  passthroughCapable: z.boolean(),
});

export const hardware = z.strictObject({
  cpu,
  memory,
  ipmi: z.boolean(),
  tpm: z.boolean(),
  bootDevice: z.string(),
  enclosureSerialNumber: z.string().describe('Empty: that of the machine.'),
  assetTag: z.string(),
  usbPassthrough: z.array(
    z.strictObject({
      bus: count(),
      device: count(),
      vendorId: count(),
      productId: count(),
      enabled: z.boolean(),
      canConnect: z.boolean(),
      name: name(),
    }),
  ),
});
