import { leaf } from '../../esxcli/leaf.ts';
import { required, str } from '../../esxcli/option.ts';
import { record, records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';

type Pci = Host['pci'][number];

/** Those that a driver has given a name. */
const named = ({ pci }: Host): Pci[] => pci.filter(({ vmkernelName }) => vmkernelName !== '');

export const DEVICE_LEAVES = [
  leaf({
    path: 'device alias list',
    about: 'Lists the names that the kernel gave devices.',
    read: named,
    prints: table<Pci>('Alias', { Alias: ({ vmkernelName }) => vmkernelName }),
  }),
  leaf({
    path: 'device alias get',
    about: 'Tells which device has a name.',
    options: { alias: required(str('-a|--alias-name', 'The name.')) },
    read(host, { alias }) {
      const device = named(host).find(({ vmkernelName }) => vmkernelName === alias);
      if (!device) throw new Failure(`Unable to find alias: ${alias}`);
      return device;
    },
    prints: record<Pci>('Alias', {
      Alias: ({ vmkernelName }) => vmkernelName,
      'Bus Type': () => 'pci',
      'Bus Address': ({ address }) => address,
    }),
  }),
  leaf({
    path: 'device driver list',
    about: 'Lists devices, and the drivers that have them.',
    read: (host) => named(host).filter((one) => !one.passthroughActive),
    prints: table<Pci>('DeviceDriver', {
      Device: ({ vmkernelName }) => vmkernelName,
      Driver: ({ module }) => module,
      Status: () => 'supported',
      'KB Article': () => '',
    }),
  }),
  leaf({
    path: 'rdma device list',
    about: 'Lists the RDMA devices of the host.',
    read: () => [],
    prints: table<never>('RdmaDevice', {
      Name: () => '',
      Driver: () => '',
      State: () => '',
      MTU: { value: () => 0, of: 'integer' },
      Speed: () => '',
      'Paired Uplink': () => '',
      Description: () => '',
    }),
  }),
  leaf({
    path: 'fcoe adapter list',
    about: 'Lists the FCoE adapters of the host.',
    read: () => [],
    prints: records<never>('FcoeAdapter', () => '', { 'Source MAC': () => '' }),
  }),
  leaf({
    path: 'fcoe nic list',
    about: 'Lists NICs that can be FCoE adapters.',
    read: () => [],
    prints: records<never>('FcoeNic', () => '', { Priority: () => 0 }),
  }),
];
