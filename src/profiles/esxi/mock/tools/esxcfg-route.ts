import { addRoute, removeRoute } from '../leaves/network/route.ts';
import type { Host } from '../model/host.ts';
import type { Route } from '../model/ip.ts';
import { readToolArgs } from './options.ts';
import type { Tool } from './tool.ts';

/** Alone it tells the default gateway, with an address it sets it; `-l` lists, `-a` and `-d` add and delete routes. */
export const ESXCFG_ROUTE: Tool = {
  name: 'esxcfg-route',
  about: 'Lists, adds and removes routes.',
  run({ args }, { state }) {
    const { options, words } = readToolArgs(args, OPTIONS, 'esxcfg-route');
    const family = options.get('f')?.toUpperCase() === 'V6' ? 'ipv6' : 'ipv4';
    const netstack = options.get('N') ?? 'defaultTcpipStack';
    if (options.has('h')) return { stdout: USAGE };
    if (options.has('r')) return {};
    if (options.has('l')) return { stdout: listed(state.host, family, netstack) };
    if (options.has('a') || options.has('d')) {
      // The network is the value of the option, or the first word: `-a 10.0.0.0/8 192.0.2.1`.
      const [network = '', gateway = ''] = words;
      const asked = { network, gateway, netstack, family } as const;
      state.change((host) => (options.has('a') ? addRoute(host, asked) : removeRoute(host, asked)));
      const [verb, way] = options.has('a') ? ['Adding', 'to'] : ['Deleting', 'from'];
      return { stdout: `${verb} static route ${network} ${way} VMkernel\n` };
    }
    const [gateway] = words;
    if (gateway !== undefined) {
      state.change((host) =>
        addRoute(host, { network: 'default', gateway, netstack, family, replaces: true }),
      );
      return { stdout: `VMkernel default gateway set to ${gateway}\n` };
    }
    const known = state.host.routes.find(
      (route) => route.network === 'default' && route.family === family && route.netstack === netstack,
    );
    return { stdout: `VMkernel default gateway is ${known?.gateway ?? 'not set'}\n` };
  },
};

const OPTIONS = [
  ['a', 'add', 'flag'],
  ['d', 'del', 'flag'],
  ['f', 'family', 'value'],
  ['h', 'help', 'flag'],
  ['l', 'list', 'flag'],
  ['N', 'netstack', 'value'],
  ['r', 'restore', 'flag'],
] as const;

/** Networks first, the default route last. */
function listed({ routes }: Host, family: Route['family'], netstack: string): string {
  const all = routes.filter((route) => route.family === family && route.netstack === netstack);
  const isDefault = ({ network }: Route): boolean => network === 'default';
  const inOrder = [...all.filter((route) => !isDefault(route)), ...all.filter(isDefault)];
  return `VMkernel Routes:\n${line('Network', 'Netmask', 'Gateway', 'Interface')}${inOrder
    .map(({ network, netmask, gateway, vmk }) =>
      line(network, netmask, ['0.0.0.0', '::'].includes(gateway) ? 'Local Subnet' : gateway, vmk),
    )
    .join('')}`;
}

const line = (network: string, netmask: string, gateway: string, vmk: string): string =>
  `${[network, netmask, gateway].map((cell) => cell.padEnd(16)).join(' ')} ${vmk.padEnd(15)}\n`;

const USAGE = `Usage: esxcfg-route [options] [gateway]
  -a, --add <network/length|default> <gateway>   adds a route
  -d, --del <network/length|default> <gateway>   deletes a route
  -l, --list                                     lists routes
  -f, --family <V4|V6>                           of IPv4 or IPv6
  -N, --netstack <netstack>                      of this TCP/IP stack
  -r, --restore                                  what was set, as when the host starts
`;
