import { leaf } from '../../esxcli/leaf.ts';
import { bool, required, str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { broadcastOf, isIpv4, isIpv6, isNetmask, newRoute, networkOf, type Vmk } from '../../model/ip.ts';
import { netstackNamed, vmkNamed } from './named.ts';
import { addRoute } from './route.ts';

const anyVmk = str('-i|--interface-name', 'Only this interface.');
const vmk = required(str('-i|--interface-name', 'The name of the interface.'));
const netstack = str('-N|--netstack', 'Of this TCP/IP stack.');

type Ipv6 = Vmk['ipv6'][number] & { vmk: string };

const ipv4Leaf = (words: string, about: string) =>
  leaf({
    path: `network ip interface ipv4 ${words}`,
    about,
    options: { vmk: anyVmk, netstack },
    read: vmksNamed,
    prints: table<Vmk>('IPv4Interface', {
      Name: ({ name }) => name,
      'IPv4 Address': ({ ipv4 }) => ipv4.address,
      'IPv4 Netmask': ({ ipv4 }) => ipv4.netmask,
      'IPv4 Broadcast': ({ ipv4 }) => broadcastOf(ipv4),
      'Address Type': ({ ipv4 }) => ipv4.type,
      Gateway: { value: ({ ipv4 }) => ipv4.gateway, since: '6.5' },
      'DHCP DNS': { value: ({ ipv4 }) => ipv4.dhcpDns, of: 'boolean' },
    }),
  });

export const IP_ADDRESS_LEAVES = [
  ipv4Leaf('get', 'Tells the IPv4 addresses of interfaces.'),
  ipv4Leaf('address list', 'Lists the IPv4 addresses of interfaces.'),
  leaf({
    path: 'network ip interface ipv4 set',
    about: 'Sets the IPv4 address of an interface.',
    options: {
      gateway: str('-g|--gateway', 'Its default gateway.'),
      vmk,
      address: str('-I|--ipv4', 'Its address.'),
      netmask: str('-N|--netmask', 'Its netmask.'),
      dhcpDns: bool('-P|--peer-dns', 'Whether DHCP tells it the DNS servers.'),
      type: required(str('-t|--type', 'dhcp, static or none.')),
    },
    change: (host, given) => setIpv4(host, given),
  }),
  leaf({
    path: 'network ip interface ipv6 get',
    about: 'Tells how interfaces come by their IPv6 addresses.',
    options: { vmk: str('-n|--interface-name', 'Only this interface.'), netstack },
    read: vmksNamed,
    prints: table<Vmk>('IPv6Interface', {
      Name: ({ name }) => name,
      'DHCPv6 Enabled': { value: ({ ipv6Settings }) => ipv6Settings.dhcp, of: 'boolean' },
      'Router Adv Enabled': { value: ({ ipv6Settings }) => ipv6Settings.routerAdvertised, of: 'boolean' },
      'DHCP DNS': { value: ({ ipv6Settings }) => ipv6Settings.dhcpDns, of: 'boolean' },
    }),
  }),
  leaf({
    path: 'network ip interface ipv6 set',
    about: 'Sets how an interface comes by its IPv6 addresses.',
    options: {
      dhcp: bool('-d|--enable-dhcpv6', 'Whether by DHCPv6.'),
      enabled: bool('-e|--enable-ipv6', 'Whether it has any.'),
      routerAdvertised: bool('-r|--enable-router-adv', 'Whether routers tell them.'),
      gateway: str('-g|--gateway', 'Its default gateway.'),
      vmk,
      dhcpDns: bool('-P|--peer-dns', 'Whether DHCPv6 tells it the DNS servers.'),
    },
    change(host, { vmk: name, ...given }) {
      const { ipv6Settings: settings } = vmkNamed(host, name);
      if (given.gateway !== undefined && !isIpv6(given.gateway)) throw invalid(given.gateway);
      settings.dhcp = given.dhcp ?? settings.dhcp;
      settings.enabled = given.enabled ?? settings.enabled;
      settings.routerAdvertised = given.routerAdvertised ?? settings.routerAdvertised;
      settings.dhcpDns = given.dhcpDns ?? settings.dhcpDns;
      settings.gateway = given.gateway ?? settings.gateway;
    },
  }),
  leaf({
    path: 'network ip interface ipv6 address list',
    about: 'Lists the IPv6 addresses of interfaces.',
    options: { vmk: anyVmk, netstack },
    read: (host, given) =>
      vmksNamed(host, given).flatMap(({ name, ipv6, ipv6Settings }) =>
        ipv6Settings.enabled ? ipv6.map((address) => ({ ...address, vmk: name })) : [],
      ),
    prints: table<Ipv6>('IPv6Address', {
      Interface: (one) => one.vmk,
      Address: ({ address }) => address,
      Netmask: { value: ({ prefix }) => prefix, of: 'integer' },
      Type: ({ type }) => type,
      Status: ({ status }) => status,
    }),
  }),
  leaf({
    path: 'network ip interface ipv6 address add',
    about: 'Gives an interface an IPv6 address.',
    options: { vmk, address: required(str('-I|--ipv6', 'Such as 2001:db8::5/64.')) },
    change(host, given) {
      const { address, prefix } = addressAndPrefix(given.address);
      const { ipv6, ipv6Settings } = vmkNamed(host, given.vmk);
      if (ipv6.some((one) => one.address === address)) throw new Failure(`Address ${address} already exists`);
      ipv6.push({ address, prefix, type: 'STATIC', status: 'PREFERRED' });
      ipv6Settings.enabled = true;
    },
  }),
  leaf({
    path: 'network ip interface ipv6 address remove',
    about: 'Takes an IPv6 address from an interface.',
    options: { vmk, address: required(str('-I|--ipv6', 'Such as 2001:db8::5/64.')) },
    change(host, given) {
      const { address } = addressAndPrefix(given.address);
      const one = vmkNamed(host, given.vmk);
      if (!one.ipv6.some((other) => other.address === address))
        throw new Failure(`Unable to find address: ${address}`);
      one.ipv6 = one.ipv6.filter((other) => other.address !== address);
    },
  }),
];

/** @throws Failure as the host says it */
function vmksNamed(
  host: Host,
  given: { vmk: string | undefined; netstack: string | undefined },
): readonly Vmk[] {
  const key = given.netstack === undefined ? undefined : netstackNamed(host, given.netstack).key;
  const all = given.vmk === undefined ? host.vmks : [vmkNamed(host, given.vmk)];
  return all.filter((one) => key === undefined || one.netstack === key);
}

/** Its network is a route from then on; the one it had is none. @throws Failure as the host says it */
export function setIpv4(
  host: Host,
  given: {
    vmk: string;
    type: string;
    address?: string | undefined;
    netmask?: string | undefined;
    gateway?: string | undefined;
    dhcpDns?: boolean | undefined;
  },
): void {
  const one = vmkNamed(host, given.vmk);
  const type = (['DHCP', 'STATIC', 'NONE'] as const).find((word) => word === given.type.toUpperCase());
  if (!type) throw new Failure(`Invalid address type: ${given.type}`);
  const { address = one.ipv4.address, netmask = one.ipv4.netmask, gateway } = given;
  if (type === 'STATIC' && (given.address === undefined || given.netmask === undefined))
    throw new Failure('A static address needs an address and a netmask');
  if (!isIpv4(address)) throw invalid(address);
  if (!isNetmask(netmask)) throw new Failure(`Invalid netmask: ${netmask}`);
  if (gateway !== undefined && !isIpv4(gateway)) throw invalid(gateway);
  const other = host.vmks.find(({ name, ipv4 }) => name !== one.name && ipv4.address === address);
  if (type === 'STATIC' && other) throw new Failure(`Address ${address} is used by ${other.name} already`);
  const before = networkOf(one.ipv4);
  host.routes = host.routes.filter((route) => route.vmk !== one.name || route.network !== before);
  one.ipv4 =
    type === 'NONE'
      ? { type, address: '0.0.0.0', netmask: '0.0.0.0', gateway: '0.0.0.0', dhcpDns: false }
      : {
          type,
          address,
          netmask,
          gateway: gateway ?? one.ipv4.gateway,
          dhcpDns: given.dhcpDns ?? type === 'DHCP',
        };
  if (type !== 'NONE' && address !== '0.0.0.0')
    host.routes.push(
      newRoute({ network: networkOf(one.ipv4), netmask, vmk: one.name, netstack: one.netstack }),
    );
  if (gateway !== undefined)
    addRoute(host, { network: 'default', gateway, netstack: one.netstack, family: 'ipv4', replaces: true });
}

/** @throws Failure where it is none */
function addressAndPrefix(text: string): { address: string; prefix: number } {
  const [address = '', length = ''] = text.split('/');
  const prefix = Number(length);
  if (isIpv6(address) && /^\d+$/.test(length) && prefix <= 128)
    return { address: address.toLowerCase(), prefix };
  throw invalid(text);
}

const invalid = (address: string): Failure => new Failure(`Invalid IP address: ${address}`);
