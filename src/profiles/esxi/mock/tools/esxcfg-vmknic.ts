import { Failure } from '../failure.ts';
import { setIpv4 } from '../leaves/network/ip-address.ts';
import { addVmk, removeVmk } from '../leaves/network/ip-interface.ts';
import { checkedMtu } from '../leaves/network/vswitch.ts';
import type { Host } from '../model/host.ts';
import { broadcastOf, type Vmk } from '../model/ip.ts';
import { readToolArgs } from './options.ts';
import type { Tool } from './tool.ts';

/** `-l` lists interfaces, `-a`, `-d`, `-e`, `-D` add, delete, enable and disable the one on a port group. */
export const ESXCFG_VMKNIC: Tool = {
  name: 'esxcfg-vmknic',
  about: 'Lists, adds, sets and removes interfaces of the kernel.',
  run({ args }, { state }) {
    const { options, words } = readToolArgs(args, OPTIONS, 'esxcfg-vmknic');
    if (options.has('l')) return { stdout: HEAD + state.host.vmks.flatMap(linesOf).join('') };
    if (options.has('r')) return {};
    const portGroup = options.get('p') ?? words[0];
    const place = { portGroup, dvSwitch: options.get('s'), dvPort: options.get('v') };
    const isSomewhere = portGroup !== undefined || (options.has('s') && options.has('v'));
    const isChange = ['a', 'd', 'e', 'D', 'i', 'n', 'm'].some((letter) => options.has(letter));
    if (!isSomewhere || !isChange) return { stdout: USAGE, exit: options.has('h') ? 0 : 1 };
    const vmk = state.change((host) => changed(host, options, place));
    return options.has('a') ? { stdout: `Generated New Interface ${vmk}\n` } : {};
  },
};

const OPTIONS = [
  ['a', 'add', 'flag'],
  ['d', 'del', 'flag'],
  ['e', 'enable', 'flag'],
  ['D', 'disable', 'flag'],
  ['l', 'list', 'flag'],
  ['i', 'ip', 'value'],
  ['n', 'netmask', 'value'],
  ['m', 'mtu', 'value'],
  ['M', 'mac', 'value'],
  ['N', 'netstack', 'value'],
  ['p', 'portgroup', 'value'],
  ['s', 'dvs-name', 'value'],
  ['v', 'dvport-id', 'value'],
  ['r', 'restore', 'flag'],
  ['h', 'help', 'flag'],
] as const;

/** Returns its name. @throws Failure as the host says it */
function changed(
  host: Host,
  options: ReadonlyMap<string, string>,
  place: { portGroup: string | undefined; dvSwitch: string | undefined; dvPort: string | undefined },
): string {
  const mtu = options.get('m');
  const added = options.has('a')
    ? addVmk(host, { ...place, mac: options.get('M'), netstack: options.get('N') })
    : undefined;
  const { portGroup = '', dvSwitch = '', dvPort = '' } = place;
  const vmk =
    added ??
    host.vmks.find(
      (one) => one.portGroup === portGroup && one.dvSwitch === dvSwitch && one.dvPort === dvPort,
    );
  if (!vmk) throw new Failure(`There is no vmknic on ${portGroup || dvPort}`);
  if (options.has('d')) removeVmk(host, vmk.name);
  else {
    if (options.has('e') || options.has('D')) vmk.enabled = options.has('e');
    if (mtu !== undefined) vmk.mtu = checkedMtu(Number(mtu));
    const address = options.get('i');
    if (address !== undefined)
      setIpv4(host, {
        vmk: vmk.name,
        ...(address.toUpperCase() === 'DHCP'
          ? { type: 'dhcp' }
          : { type: 'static', address, netmask: options.get('n') }),
      });
  }
  return vmk.name;
}

/** One of IPv4, and one of each IPv6 address. */
function linesOf({
  name,
  portGroup,
  dvPort,
  ipv4,
  ipv6,
  ipv6Settings,
  mac,
  mtu,
  enabled,
  netstack,
}: Vmk): string[] {
  const line = (family: string, address: string, netmask: string, broadcast: string, type: string): string =>
    `${[
      name.padEnd(10),
      (portGroup || dvPort).padEnd(39),
      family.padEnd(9),
      address.padEnd(39),
      netmask.padEnd(15),
      broadcast.padEnd(15),
      mac.padEnd(17),
      String(mtu).padEnd(7),
      '65535'.padEnd(9),
      String(enabled).padEnd(7),
      type.padEnd(19),
      netstack.padEnd(20),
    ].join(' ')}\n`;
  const isNone = ipv4.type === 'NONE';
  const four = isNone
    ? line('IPv4', 'N/A', 'N/A', 'N/A', 'NONE')
    : line('IPv4', ipv4.address, ipv4.netmask, broadcastOf(ipv4), ipv4.type);
  const six = ipv6Settings.enabled ? ipv6 : [];
  return [
    four,
    ...six.map(({ address, prefix, type, status }) =>
      line('IPv6', address, String(prefix), '', `${type}, ${status}`),
    ),
  ];
}

const HEAD =
  'Interface  Port Group/DVPort/Opaque Network        IP Family IP Address                              Netmask         Broadcast       MAC Address       MTU     TSO MSS   Enabled Type                NetStack            \n';

const USAGE = `Usage: esxcfg-vmknic [options] [portgroup]
  -a, --add                  adds an interface on a port group, with -i and -n
  -d, --del                  deletes the one on a port group
  -e, --enable               enables it
  -D, --disable              disables it
  -l, --list                 lists all
  -i, --ip <address|DHCP>    its address
  -n, --netmask <netmask>    its netmask
  -m, --mtu <mtu>            its largest frame
  -M, --mac <mac>            its MAC address
  -N, --netstack <netstack>  its TCP/IP stack
  -p, --portgroup <name>     the port group
  -s, --dvs-name <name>      the distributed switch, with -v
  -v, --dvport-id <id>       its port
  -r, --restore              what was set, as when the host starts
`;
