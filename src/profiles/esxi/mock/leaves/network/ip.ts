import { leaf } from '../../esxcli/leaf.ts';
import { bool, required, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { netstackNamed, vmkNamed } from './named.ts';

type Connection = Host['connections'][number];
type Neighbor = Host['neighbors'][number];

export const IP_LEAVES = [
  leaf({
    path: 'network ip get',
    about: 'Tells what holds for IP on the whole host.',
    read: ({ netstacks }) => netstacks.some(({ ipv6 }) => ipv6),
    prints: record<boolean>('IPSettings', { 'IPv6 Enabled': (isOn) => isOn }),
  }),
  leaf({
    path: 'network ip set',
    about: 'Sets what holds for IP on the whole host.',
    options: {
      ipv6: required(bool('-e|--ipv6-enabled', 'Whether it speaks IPv6, once it is started anew.')),
    },
    change({ netstacks }, { ipv6 }) {
      for (const netstack of netstacks) netstack.ipv6 = ipv6;
    },
  }),
  leaf({
    path: 'network ip connection list',
    about: 'Lists connections of TCP and UDP.',
    options: {
      type: str('-t|--type', 'ip, tcp, udp or all.'),
      netstack: str('-N|--netstack', 'Of this TCP/IP stack.'),
    },
    read(host, { type = 'all', netstack }) {
      if (netstack !== undefined && netstackNamed(host, netstack).key !== 'defaultTcpipStack') return [];
      if (!['ip', 'tcp', 'udp', 'all'].includes(type)) throw new Failure(`Invalid connection type: ${type}`);
      return host.connections.filter(({ protocol }) => type === 'all' || protocol.startsWith(type));
    },
    prints: table<Connection>('IpConnection', {
      Proto: ({ protocol }) => protocol,
      'Recv Q': { value: ({ recvQ }) => recvQ, of: 'integer' },
      'Send Q': { value: ({ sendQ }) => sendQ, of: 'integer' },
      'Local Address': ({ local }) => local,
      'Foreign Address': ({ foreign }) => foreign,
      State: ({ state }) => state,
      'World ID': { value: ({ worldId }) => worldId, of: 'integer' },
      'CC Algo': { value: ({ algorithm }) => algorithm, since: '5.5' },
      'World Name': ({ worldName }) => worldName,
    }),
  }),
  leaf({
    path: 'network ip neighbor list',
    about: 'Lists whom the host knows on its networks.',
    options: {
      vmk: str('-i|--interface-name', 'Those that this interface knows.'),
      netstack: str('-N|--netstack', 'Those that this TCP/IP stack knows.'),
      version: str('-v|--version', '4, 6 or all.'),
    },
    read(host, { vmk, netstack, version = 'all' }) {
      const on = vmk === undefined ? undefined : vmkNamed(host, vmk).name;
      const stack = netstack === undefined ? undefined : netstackNamed(host, netstack).key;
      return host.neighbors.filter(
        (one) =>
          (on === undefined || one.vmk === on) &&
          (stack === undefined || host.vmks.some((v) => v.name === one.vmk && v.netstack === stack)) &&
          (version === 'all' || (one.address.includes(':') ? '6' : '4') === version),
      );
    },
    prints: table<Neighbor>('ArpEntry', {
      Neighbor: ({ address }) => address,
      'Mac Address': ({ mac }) => mac,
      Vmknic: ({ vmk }) => vmk,
      Expiry: { value: ({ expiry }) => expiry, align: 'right' },
      State: ({ state }) => state,
      Type: ({ type }) => type,
    }),
  }),
  leaf({
    path: 'network ip neighbor remove',
    about: 'Forgets somebody on a network.',
    options: {
      vmk: str('-i|--interface-name', 'The interface that knows it.'),
      address: required(str('-a|--neighbor-addr', 'Its address.')),
      netstack: str('-N|--netstack', 'The TCP/IP stack that knows it.'),
      version: required(str('-v|--version', '4 or 6.')),
    },
    change(host, { vmk, address }) {
      const others = host.neighbors.filter(
        (one) => one.address !== address || (vmk !== undefined && one.vmk !== vmk),
      );
      if (others.length === host.neighbors.length) throw new Failure(`Unable to find neighbor: ${address}`);
      host.neighbors = others;
    },
  }),
];
