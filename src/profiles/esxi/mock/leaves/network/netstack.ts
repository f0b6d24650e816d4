import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, long, required, str } from '../../esxcli/option.ts';
import { record, records } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { newNetstack, type Netstack } from '../../model/ip.ts';
import { netstackNamed } from './named.ts';

const netstack = required(str('-N|--netstack', 'The key of the TCP/IP stack.'));
const heading = ({ key }: Netstack): string => key;

export const NETSTACK_LEAVES = [
  leaf({
    path: 'network ip netstack list',
    about: 'Lists the TCP/IP stacks.',
    read: ({ netstacks }) => netstacks,
    prints: records<Netstack>('NetstackInstance', heading, {
      Key: ({ key }) => key,
      Name: ({ name }) => name,
      State: ({ state }) => state,
    }),
  }),
  leaf({
    path: 'network ip netstack get',
    about: 'Tells all of a TCP/IP stack.',
    options: { netstack },
    read: (host, given) => netstackNamed(host, given.netstack),
    prints: record<Netstack>(
      'NetstackInstance',
      {
        Key: ({ key }) => key,
        Name: ({ name }) => name,
        Enabled: ({ enabled }) => enabled,
        'Max Connections': ({ maxConnections }) => maxConnections,
        'Current Max Connections': ({ maxConnections }) => maxConnections,
        'Congestion Control Algorithm': ({ congestionControl }) => congestionControl,
        'IPv6 Enabled': ({ ipv6 }) => ipv6,
        'Current IPv6 Enabled': ({ ipv6 }) => ipv6,
        State: ({ state }) => state,
      },
      heading,
    ),
  }),
  leaf({
    path: 'network ip netstack add',
    about: 'Adds a TCP/IP stack.',
    options: { disabled: flag('-d|--disabled', 'It does not work at once.'), netstack },
    change({ netstacks }, { netstack: key, disabled }) {
      if (key === '') throw new Failure('Invalid netstack instance name');
      if (netstacks.some((one) => one.key === key))
        throw new Failure(`Netstack instance ${key} already exists`);
      netstacks.push(newNetstack({ key, enabled: !disabled }));
    },
  }),
  leaf({
    path: 'network ip netstack remove',
    about: 'Removes a TCP/IP stack that no interface has.',
    options: { netstack },
    change(host, given) {
      const { key } = netstackNamed(host, given.netstack);
      if (key === 'defaultTcpipStack' || host.vmks.some((one) => one.netstack === key))
        throw new Failure(`Unable to remove netstack instance ${key}: Busy`);
      host.netstacks = host.netstacks.filter((one) => one.key !== key);
      host.routes = host.routes.filter((route) => route.netstack !== key);
    },
  }),
  leaf({
    path: 'network ip netstack set',
    about: 'Sets how a TCP/IP stack works.',
    options: {
      congestionControl: str('-c|--ccalgo', 'cubic or newreno.'),
      enabled: bool('-e|--enable', 'Whether it works.'),
      ipv6: bool('-i|--ipv6enabled', 'Whether it speaks IPv6.'),
      maxConnections: long('-m|--maxconn', 'How many connections it may have.'),
      name: str('-n|--name', 'What it is called.'),
      netstack,
    },
    change(host, { netstack: key, ...given }) {
      const one = netstackNamed(host, key);
      if (given.congestionControl !== undefined && !['cubic', 'newreno'].includes(given.congestionControl))
        throw new Failure(`Invalid congestion control algorithm: ${given.congestionControl}`);
      one.congestionControl = given.congestionControl ?? one.congestionControl;
      one.enabled = given.enabled ?? one.enabled;
      one.ipv6 = given.ipv6 ?? one.ipv6;
      one.maxConnections = given.maxConnections ?? one.maxConnections;
      if (given.name !== undefined && given.name !== '') one.name = given.name;
    },
  }),
];
