import { leaf } from '../../esxcli/leaf.ts';
import { required, str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { isIpv4, isIpv6, netmaskOf, networkOf, newRoute, type Route } from '../../model/ip.ts';
import { netstackNamed } from './named.ts';

const netstack = str('-N|--netstack', 'Of this TCP/IP stack.');
const network = required(str('-n|--network', 'Such as 198.51.100.0/24, or default.'));
const gateway = required(str('-g|--gateway', 'The address that it goes by.'));

type Family = Route['family'];

const routeLeaves = (family: Family) => [
  leaf({
    path: `network ip route ${family} list`,
    about: `Lists the routes of ${FAMILIES[family]}.`,
    options: { netstack },
    read: (host, given) => {
      const { key } = netstackNamed(host, given.netstack ?? 'defaultTcpipStack');
      return host.routes.filter((route) => route.family === family && route.netstack === key);
    },
    prints: table<Route>(family === 'ipv4' ? 'IPv4Route' : 'IPv6Route', {
      Network: (route) => route.network,
      [family === 'ipv4' ? 'Netmask' : 'Prefix Length']:
        family === 'ipv4'
          ? ({ netmask }: Route) => netmask
          : { value: ({ netmask }: Route) => Number(netmask), of: 'integer' as const },
      Gateway: (route) => route.gateway,
      Interface: ({ vmk }) => vmk,
      Source: ({ source }) => source,
    }),
  }),
  leaf({
    path: `network ip route ${family} add`,
    about: `Adds a route of ${FAMILIES[family]}.`,
    options: { gateway, netstack, network },
    change: (host, given) => addRoute(host, { ...given, family }),
  }),
  leaf({
    path: `network ip route ${family} remove`,
    about: `Removes a route of ${FAMILIES[family]}.`,
    options: { gateway, netstack, network },
    change: (host, given) => removeRoute(host, { ...given, family }),
  }),
];

const FAMILIES: Readonly<Record<Family, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' };

export const ROUTE_LEAVES = [...routeLeaves('ipv4'), ...routeLeaves('ipv6')];

/** A route as it is asked for. */
interface Asked {
  network: string;
  gateway: string;
  netstack?: string | undefined;
  family: Family;
  /** In place of one to the same network. */
  replaces?: boolean;
}

/** @throws Failure as the host says it */
export function addRoute(host: Host, asked: Asked): void {
  const { key } = netstackNamed(host, asked.netstack ?? 'defaultTcpipStack');
  const place = placeOf(asked);
  if (!isAddress(asked.family, asked.gateway)) throw new Failure(`Invalid gateway: ${asked.gateway}`);
  const vmk = vmkTowards(host, asked, key);
  if (vmk === undefined) throw new Failure('Unable to add route: Network is unreachable');
  const isSame = (route: Route): boolean =>
    route.family === asked.family &&
    route.netstack === key &&
    route.network === place.network &&
    route.netmask === place.netmask;
  if (host.routes.some(isSame)) {
    if (!asked.replaces) throw new Failure('Unable to add route: File exists');
    host.routes = host.routes.filter((route) => !isSame(route));
  }
  const route = newRoute({ ...place, gateway: asked.gateway, vmk, netstack: key, family: asked.family });
  if (place.network === 'default') host.routes.unshift(route);
  else host.routes.push(route);
}

/** @throws Failure as the host says it */
export function removeRoute(host: Host, asked: Asked): void {
  const { key } = netstackNamed(host, asked.netstack ?? 'defaultTcpipStack');
  const place = placeOf(asked);
  const others = host.routes.filter(
    (route) =>
      route.family !== asked.family ||
      route.netstack !== key ||
      route.network !== place.network ||
      route.netmask !== place.netmask ||
      route.gateway !== asked.gateway,
  );
  if (others.length === host.routes.length) throw new Failure('Unable to remove route: No such process');
  host.routes = others;
}

/** @throws Failure where the network is none */
function placeOf({ network: text, family }: Asked): { network: string; netmask: string } {
  const none = family === 'ipv4' ? '0.0.0.0' : '0';
  if (text === 'default') return { network: 'default', netmask: none };
  const [address = '', length = ''] = text.split('/');
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (!isAddress(family, address) || prefix < 0 || prefix > (family === 'ipv4' ? 32 : 128))
    throw new Failure(`Invalid network: ${text}`);
  if (family === 'ipv6') return { network: address.toLowerCase(), netmask: String(prefix) };
  const netmask = netmaskOf(prefix);
  return { network: networkOf({ address, netmask }), netmask };
}

const isAddress = (family: Family, text: string): boolean =>
  family === 'ipv4' ? isIpv4(text) : isIpv6(text);

/** The interface whose network the gateway is in; of IPv6 any that has an address beside its own link's. */
function vmkTowards({ vmks }: Host, { gateway: to, family }: Asked, key: string): string | undefined {
  const all = vmks.filter((vmk) => vmk.netstack === key);
  if (family === 'ipv6') {
    return (all.find(({ ipv6 }) => ipv6.some(({ address }) => !address.startsWith('fe80'))) ?? all[0])?.name;
  }
  return all.find(
    ({ ipv4 }) =>
      ipv4.type !== 'NONE' && networkOf({ address: to, netmask: ipv4.netmask }) === networkOf(ipv4),
  )?.name;
}
