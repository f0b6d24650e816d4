import { isIPv4 } from 'node:net';
import type { Host } from './host.ts';
import { completed, type Given } from './completed.ts';
import { macOf } from './derived.ts';
import type { Nic, PortGroup } from './network.ts';

export type Vmk = Host['vmks'][number];
export type Route = Host['routes'][number];
export type Netstack = Host['netstacks'][number];

export function newVmk(given: Given<Vmk> & { name: string }): Vmk {
  const mac = given.mac ?? macOf(`vmk ${given.name}`);
  return completed<Vmk>(
    {
      name: given.name,
      portGroup: given.dvSwitch ? '' : 'Management Network',
      dvSwitch: '',
      dvPort: '',
      enabled: true,
      mac,
      mtu: 1500,
      netstack: 'defaultTcpipStack',
      ipv4: { type: 'NONE', address: '0.0.0.0', netmask: '0.0.0.0', gateway: '0.0.0.0', dhcpDns: false },
      ipv6: [{ address: linkLocalOf(mac), prefix: 64, type: 'STATIC', status: 'PREFERRED' }],
      ipv6Settings: { enabled: true, dhcp: false, dhcpDns: false, routerAdvertised: false, gateway: '::' },
      tags: [],
    },
    given,
  );
}

/** RFC 4291, appendix A. */
function linkLocalOf(mac: string): string {
  const [a = 0, ...rest] = mac.split(':').map((part) => Number.parseInt(part, 16));
  const bytes = [a ^ 2, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2)];
  const groups = [0, 2, 4, 6].map((at) => (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16));
  return `fe80::${groups.join(':')}`;
}

export const newNetstack = (given: Given<Netstack> & { key: string }): Netstack =>
  completed<Netstack>(
    {
      key: given.key,
      name: given.key,
      enabled: true,
      state: 4660,
      maxConnections: 11_000,
      congestionControl: 'newreno',
      ipv6: true,
    },
    given,
  );

export const defaultNetstacks = (): Netstack[] => [newNetstack({ key: 'defaultTcpipStack' })];

export const newRoute = (given: Given<Route> & { network: string; vmk: string }): Route =>
  completed<Route>(
    {
      network: given.network,
      netmask: '0.0.0.0',
      gateway: '0.0.0.0',
      vmk: given.vmk,
      source: 'MANUAL',
      netstack: 'defaultTcpipStack',
      family: 'ipv4',
    },
    given,
  );

export const newNeighbor = (given: Given<Host['neighbors'][number]> & { address: string }) =>
  completed<Host['neighbors'][number]>(
    {
      address: given.address,
      mac: macOf(`neighbor ${given.address}`),
      vmk: 'vmk0',
      expiry: '1185 sec',
      state: '',
      type: 'Unknown',
    },
    given,
  );

export const newConnection = (given: Given<Host['connections'][number]> & { local: string }) =>
  completed<Host['connections'][number]>(
    {
      protocol: 'tcp',
      recvQ: 0,
      sendQ: 0,
      local: given.local,
      foreign: '0.0.0.0:0',
      state: 'LISTEN',
      worldId: 2_098_000,
      algorithm: 'newreno',
      worldName: '',
    },
    given,
  );

export function defaultVmks(portGroups: readonly PortGroup[], [nic]: readonly Nic[]): Vmk[] {
  const on = portGroups.find(({ name }) => name === 'Management Network') ?? portGroups[0];
  if (!on) return [];
  return [
    newVmk({
      name: 'vmk0',
      portGroup: on.name,
      ...(nic && { mac: nic.mac }),
      ipv4: {
        type: 'STATIC',
        address: '192.0.2.10',
        netmask: '255.255.255.0',
        gateway: '192.0.2.1',
        dhcpDns: false,
      },
      tags: ['Management'],
    }),
  ];
}

export const defaultRoutes = ([vmk]: readonly Vmk[]): Route[] =>
  vmk && vmk.ipv4.type !== 'NONE'
    ? [
        newRoute({ network: 'default', gateway: vmk.ipv4.gateway, vmk: vmk.name }),
        newRoute({ network: networkOf(vmk.ipv4), netmask: vmk.ipv4.netmask, vmk: vmk.name }),
      ]
    : [];

/** Such as `192.0.2.0` of 192.0.2.10 and 255.255.255.0. */
export function networkOf({ address, netmask }: { address: string; netmask: string }): string {
  const mask = netmask.split('.').map(Number);
  return address
    .split('.')
    .map((part, i) => Number(part) & (mask[i] ?? 0))
    .join('.');
}

/** The last address of a network: `192.0.2.255`. */
export function broadcastOf({ address, netmask }: { address: string; netmask: string }): string {
  const mask = netmask.split('.').map(Number);
  if (address === '0.0.0.0') return address;
  return address
    .split('.')
    .map((part, i) => Number(part) | (255 & ~(mask[i] ?? 0)))
    .join('.');
}

/** `255.255.255.0` of 24. */
export const netmaskOf = (prefix: number): string =>
  [0, 8, 16, 24].map((from) => 256 - 2 ** (8 - Math.min(8, Math.max(0, prefix - from)))).join('.');

/** 24 of `255.255.255.0`. */
export const prefixOf = (netmask: string): number =>
  netmask
    .split('.')
    .map((part) => Number(part).toString(2).replaceAll('0', '').length)
    .reduce((sum, bits) => sum + bits, 0);

export { isIPv4 as isIpv4, isIPv6 as isIpv6 } from 'node:net';

export const isNetmask = (text: string): boolean => isIPv4(text) && netmaskOf(prefixOf(text)) === text;

/** The gateway: nobody else has answered yet. */
export const defaultNeighbors = (routes: readonly Route[]): Host['neighbors'] =>
  routes
    .filter(({ network, family }) => network === 'default' && family === 'ipv4')
    .slice(0, 1)
    .map(({ gateway, vmk }) => newNeighbor({ address: gateway, vmk }));

export const defaultConnections = (): Host['connections'] => [
  newConnection({ local: '127.0.0.1:8307', worldName: 'hostd-worker', worldId: 2_099_120 }),
  newConnection({ local: '0.0.0.0:443', worldName: 'rhttpproxy-work', worldId: 2_098_994 }),
  newConnection({ local: '0.0.0.0:22', worldName: 'busybox', worldId: 2_098_552 }),
  newConnection({
    protocol: 'udp',
    local: '0.0.0.0:68',
    state: '',
    algorithm: '',
    worldName: 'dhclient-uw',
    worldId: 2_098_058,
  }),
];
