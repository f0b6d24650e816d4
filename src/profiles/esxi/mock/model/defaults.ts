import type { Host } from './host.ts';
import { completed, type Given } from './completed.ts';

/** What a host has one of. */
export const defaultIdentity = (): Host['identity'] => ({
  product: 'VMware ESXi',
  version: '8.0.2',
  build: 22_380_479,
  update: 2,
  patch: 0,
  hostName: 'esx-1',
  domain: 'example.test',
  uuid: '4c4c4544-0035-4d10-8054-b7c04f503132',
  vendor: 'Tapehead Inc.',
  model: 'Mock Server T1',
  serialNumber: 'TH00001',
  biosVersion: '1.0.0',
  installed: '2026-01-01T10:00:00Z',
  booted: '2026-01-02T03:04:05Z',
  maintenanceMode: false,
  license: '00000-00000-00000-00000-00000',
  welcome: '',
});

export const defaultHardware = (): Host['hardware'] => ({
  cpu: {
    packages: 1,
    cores: 8,
    threads: 16,
    brand: 'GenuineIntel',
    model: 'Intel(R) Xeon(R) Silver 4208 CPU @ 2.10GHz',
    family: 6,
    modelNumber: 85,
    stepping: 7,
    coreHz: 2_100_000_000,
    busHz: 100_000_000,
    microcode: 0x5003604,
    l2: { size: 1_048_576, associativity: 16, line: 64, cpus: 2 },
    l3: { size: 11_534_336, associativity: 11, line: 64, cpus: 16 },
  },
  memory: { bytes: 64 * 2 ** 30, reliable: 0, numaNodes: 1, nodes: 1, systemPages: 190_000 },
  ipmi: true,
  tpm: true,
  bootDevice: '',
  enclosureSerialNumber: '',
  assetTag: '',
  usbPassthrough: [],
});

export const newPciDevice = (given: Given<Host['pci'][number]> & { address: string }): Host['pci'][number] =>
  completed<Host['pci'][number]>(
    {
      address: given.address,
      vmkernelName: '',
      vendor: 'Intel Corporation',
      device: 'Ethernet Controller X550',
      vendorId: 0x8086,
      deviceId: 0x1563,
      subVendorId: 0x8086,
      subDeviceId: 0x0001,
      classId: 0x0200,
      className: 'Ethernet controller',
      slot: '',
      irq: 255,
      pin: 1 + (Number.parseInt(given.address.slice(-1), 16) % 4),
      module: '',
      moduleId: -1,
      passthrough: false,
      passthroughActive: given.passthrough ?? false,
      passthroughCapable: true,
    },
    given,
  );

/** One of each NIC, and the disk controller. */
export const defaultPci = (nics: Host['nics'], adapters: Host['adapters']): Host['pci'] => [
  ...adapters.slice(0, 1).map(({ name, driver }) =>
    newPciDevice({
      address: '0000:00:11.5',
      vmkernelName: name,
      device: 'Lewisburg SATA AHCI Controller',
      deviceId: 0xa182,
      classId: 0x0106,
      className: 'SATA controller',
      module: driver,
      moduleId: 20,
      passthroughCapable: false,
    }),
  ),
  ...nics
    .filter(({ pci }) => pci !== 'Pseudo')
    .map(({ name, pci, driver, description }, i) =>
      newPciDevice({
        address: pci,
        vmkernelName: name,
        device: description,
        module: driver,
        moduleId: 30 + i,
      }),
    ),
];

export const defaultSyslog = (): Host['syslog'] => ({
  outputDir: '/scratch/log',
  uniqueSubdir: false,
  rotations: 8,
  rotationKB: 1024,
  remoteHosts: [],
  timeout: 180,
  enforceSslCertificates: true,
  checkSslCertificates: true,
  strictX509: false,
  crlCheck: false,
  dropLogRotations: 10,
  dropLogKB: 100,
  queueDropMark: 90,
  auditEnabled: false,
  auditDir: '/scratch/auditLog',
  auditSize: 4,
  auditRemote: false,
  level: 'error',
  filtering: false,
  filters: [],
  vsanBacking: false,
  maxMessage: 1024,
  loggers: ['hostd', 'vmkernel', 'vpxa', 'shell', 'syslog'].map((id) => ({
    id,
    description: `Log of ${id}`,
    destination: `${id}.log`,
    rotations: 10,
    rotationKB: 10_240,
  })),
});

export const defaultSecurity = (): Host['security'] => ({
  fips140Ssh: true,
  fips140Rhttpproxy: true,
  encryptionMode: 'None',
  requireSecureBoot: false,
  requireExecInstalledOnly: false,
  tlsProfile: 'COMPATIBLE',
  tlsClientProfile: 'COMPATIBLE',
  keyPersistence: false,
  domains: ['appDom', 'hostd', 'superDom', 'vmxDom'].map((name) => ({ name, enforcement: 'enforcing' })),
});
