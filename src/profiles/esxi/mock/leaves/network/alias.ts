import { leaf } from '../../esxcli/leaf.ts';
import { table } from '../../esxcli/printed.ts';
import type { Host } from '../../model/host.ts';

/** A name that the kernel gave a device, and where the device is. */
interface Alias {
  bus: 'pci' | 'logical';
  address: string;
  name: string;
}

export const ALIAS_LEAVES = [
  leaf({
    path: 'deviceInternal alias list',
    about: 'Lists the names that the kernel gave devices.',
    internal: true,
    read: aliasesOf,
    prints: table<Alias>('DeviceAlias', {
      'Bus type': ({ bus }) => bus,
      'Bus address': ({ address }) => address,
      Alias: ({ name }) => name,
    }),
  }),
];

/** Each twice: the device, and what a driver made of it. */
function aliasesOf({ pci }: Host): Alias[] {
  const named = pci.filter(({ vmkernelName }) => /^vm(nic|hba)\d+$/.test(vmkernelName));
  return [
    ...named.map((device): Alias => ({ bus: 'pci', address: placeOf(device), name: device.vmkernelName })),
    ...named.map((device): Alias => ({
      bus: 'logical',
      address: `pci#${placeOf(device)}#0`,
      name: device.vmkernelName,
    })),
  ];
}

/** `p0000:67:00.1`, or in a slot that has a number `s00000001:03.02`. */
const placeOf = ({ address, slot }: Host['pci'][number]): string =>
  /^[0-9a-f]{8}:[0-9a-f]{2}\.[0-9a-f]{2}$/.test(slot) ? `s${slot}` : `p${address}`;
