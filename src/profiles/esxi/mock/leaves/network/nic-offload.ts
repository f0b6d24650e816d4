import { leaf } from '../../esxcli/leaf.ts';
import { bool, long, required, str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import type { Nic } from '../../model/network.ts';
import { NIC_FEATURES } from '../../model/nic-words.ts';
import { nicNamed, nicsNamed } from './named.ts';

const nic = required(str('-n|--nic-name', 'The name of the NIC.'));
const anyNic = str('-n|--nic-name', 'Only this NIC.');

/** What a NIC does for the kernel, on or off: a leaf that tells and one that sets. */
const onOff = (word: string, key: 'tso' | 'cso' | 'sg', what: string) => [
  leaf({
    path: `network nic ${word} get`,
    about: `Tells whether NICs do ${what}.`,
    options: { nic: anyNic },
    read: (host, given) => nicsNamed(host, given.nic),
    prints: table<Nic>(`${word.toUpperCase()}Settings`, {
      NIC: ({ name }) => name,
      Value: (one) => said(one[key]),
    }),
  }),
  leaf({
    path: `network nic ${word} set`,
    about: `Sets whether a NIC does ${what}.`,
    options: { enable: required(long('-e|--enable', '1 or 0.')), nic },
    change(host, given) {
      nicNamed(host, given.nic)[key] = given.enable !== 0;
    },
  }),
];

export const NIC_OFFLOAD_LEAVES = [
  ...onOff('tso', 'tso', 'TCP segmentation'),
  ...onOff('cso', 'cso', 'checksums'),
  ...onOff('sg', 'sg', 'scatter and gather'),
  leaf({
    path: 'network nic software list',
    about: 'Tells what the kernel does in the place of NICs.',
    read: ({ nics }) => nics,
    prints: table<Nic>('NICSoftware', {
      NIC: ({ name }) => name,
      ...Object.fromEntries(NIC_FEATURES.map((feature) => [feature, has(feature)])),
    }),
  }),
  leaf({
    path: 'network nic software set',
    about: 'Sets what the kernel does in the place of a NIC.',
    options: {
      geneve: bool('--geneveoffload', 'Geneve offload.'),
      highDma: bool('--highdma', 'DMA to high memory.'),
      ipv4Cso: bool('--ipv4cso', 'Checksums of IPv4.'),
      ipv4Tso: bool('--ipv4tso', 'TCP segmentation of IPv4.'),
      ipv6Cso: bool('--ipv6cso', 'Checksums of IPv6.'),
      ipv6CsoExt: bool('--ipv6csoext', 'Checksums of IPv6 with extension headers.'),
      ipv6Tso: bool('--ipv6tso', 'TCP segmentation of IPv6.'),
      ipv6TsoExt: bool('--ipv6tsoext', 'TCP segmentation of IPv6 with extension headers.'),
      nic,
      obo: bool('--obo', 'Offset based offload.'),
      sg: bool('--sg', 'Scatter and gather.'),
      sgMp: bool('--sgsp', 'Scatter and gather over several pages.'),
      tagging: bool('--tagging', 'VLAN tags are put on.'),
      untagging: bool('--untagging', 'VLAN tags are taken off.'),
      vxlan: bool('--vxlanencap', 'VXLAN encapsulation.'),
    },
    change(host, { nic: name, ...given }) {
      const one = nicNamed(host, name);
      const wanted: Readonly<Record<(typeof NIC_FEATURES)[number], boolean | undefined>> = {
        'IPv4 CSO': given.ipv4Cso,
        'IPv4 TSO': given.ipv4Tso,
        'Scatter Gather': given.sg,
        'Offset Based Offload': given.obo,
        'VXLAN Encap': given.vxlan,
        'Geneve Offload': given.geneve,
        'IPv6 TSO': given.ipv6Tso,
        'IPv6 TSO Ext': given.ipv6TsoExt,
        'IPv6 CSO': given.ipv6Cso,
        'IPv6 CSO Ext': given.ipv6CsoExt,
        'High DMA': given.highDma,
        'Scatter Gather MP': given.sgMp,
        'VLAN Tagging': given.tagging,
        'VLAN Untagging': given.untagging,
      };
      one.features = NIC_FEATURES.filter((feature) => wanted[feature] ?? one.features.includes(feature));
    },
  }),
];

/** Called while the table above is made. */
function has(feature: (typeof NIC_FEATURES)[number]): (nic: Nic) => string {
  return ({ features }) => said(features.includes(feature));
}

const said = (isOn: boolean): string => (isOn ? 'on' : 'off');
