import { leaf } from '../../esxcli/leaf.ts';
import { long, required, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { linkOf, type Nic } from '../../model/network.ts';
import { nicNamed } from './named.ts';

const nic = required(str('-n|--nic-name', 'The name of the NIC.'));

type Vf = Nic['vfs'][number] & { id: number };

export const SRIOV_LEAVES = [
  leaf({
    path: 'network sriovnic list',
    about: 'Lists the NICs that have virtual functions.',
    read: ({ nics }) => nics.filter(({ vfs }) => vfs.length > 0),
    prints: table<Nic>('SriovNic', {
      Name: ({ name }) => name,
      'PCI Device': ({ pci }) => pci,
      Driver: ({ driver }) => driver,
      Link: (one) => (linkOf(one).isUp ? 'Up' : 'Down'),
      Speed: { value: (one) => linkOf(one).speed, of: 'integer' },
      Duplex: (one) => linkOf(one).duplex,
      'MAC Address': ({ mac }) => mac,
      MTU: { value: ({ mtu }) => mtu, of: 'integer' },
      Description: ({ description }) => description,
    }),
  }),
  leaf({
    path: 'network sriovnic vf list',
    about: 'Lists the virtual functions of a NIC.',
    options: { nic },
    read: (host, given) => vfsOf(nicNamed(host, given.nic)),
    prints: table<Vf>('VF', {
      'VF ID': { value: ({ id }) => id, of: 'integer', align: 'left' },
      Active: { value: ({ active }) => active, of: 'boolean', align: 'left' },
      'PCI Address': ({ pci }) => pci,
      'Owner World ID': ({ owner }) => (owner === 0 ? '-' : String(owner)),
    }),
  }),
  leaf({
    path: 'network sriovnic vf stats',
    about: 'Tells what a virtual function has counted.',
    options: { nic, vf: required(long('-v|--vf-id', 'The number of it.')) },
    read(host, given) {
      const vf = vfsOf(nicNamed(host, given.nic))[given.vf];
      if (!vf) throw new Failure(`Invalid VF ID: ${given.vf}`);
      return vf;
    },
    prints: record<Vf>('VFStats', {
      'Rx Unicast Pkt': () => 0,
      'Rx Unicast Bytes': () => 0,
      'Rx Multicast Pkt': () => 0,
      'Rx Multicast Bytes': () => 0,
      'Rx Broadcast Pkt': () => 0,
      'Rx Broadcast Bytes': () => 0,
      'Rx Out of Buffers': () => 0,
      'Rx Errors': () => 0,
      'Tx Unicast Pkt': () => 0,
      'Tx Unicast Bytes': () => 0,
      'Tx Multicast Pkt': () => 0,
      'Tx Multicast Bytes': () => 0,
      'Tx Broadcast Pkt': () => 0,
      'Tx Broadcast Bytes': () => 0,
      'Tx Discards': () => 0,
      'Tx Errors': () => 0,
    }),
  }),
];

const vfsOf = ({ vfs }: Nic): Vf[] => vfs.map((vf, id) => ({ ...vf, id }));
