import { leaf } from '../../esxcli/leaf.ts';
import { table } from '../../esxcli/printed.ts';
import type { Nic } from '../../model/network.ts';

export const NIC_LEAVES = [
  leaf({
    path: 'network nic list',
    about: 'Lists the physical NICs of the host.',
    read: ({ nics }) => nics,
    prints: table<Nic>('Nic', {
      Name: ({ name }) => name,
      'PCI Device': ({ pci }) => pci,
      Driver: ({ driver }) => driver,
      'Admin Status': { value: ({ adminUp }) => upDown(adminUp), since: '6.0' },
      'Link Status': { value: ({ linkUp }) => upDown(linkUp), since: '6.0' },
      'DPU Id': { value: () => 'N/A', since: '8.0', hidden: true },
      Link: { value: ({ linkUp }) => upDown(linkUp), before: '6.0' },
      'Link ': { value: ({ linkUp }) => upDown(linkUp), since: '6.0', hidden: true },
      Speed: ({ speed }) => speed,
      Duplex: ({ duplex }) => duplex,
      'MAC Address': ({ mac }) => mac,
      MTU: ({ mtu }) => mtu,
      Description: ({ description }) => description,
    }),
  }),
];

const upDown = (isUp: boolean): string => (isUp ? 'Up' : 'Down');
