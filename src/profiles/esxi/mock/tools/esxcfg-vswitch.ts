import { Failure } from '../failure.ts';
import { dvPortsOf, usedDvPorts } from '../leaves/network/dvs.ts';
import { portGroupNamed, vSwitchNamed } from '../leaves/network/named.ts';
import { addPortGroup, clientsOf, removePortGroup, setVlan } from '../leaves/network/portgroup.ts';
import * as vSwitches from '../leaves/network/vswitch.ts';
import type { Host } from '../model/host.ts';
import type { VSwitch } from '../model/network.ts';
import { portsOf } from '../model/ports.ts';
import { readToolArgs } from './options.ts';
import type { Tool } from './tool.ts';

/** `-l` lists switches and port groups; the others change them, and say nothing. */
export const ESXCFG_VSWITCH: Tool = {
  name: 'esxcfg-vswitch',
  about: 'Lists, adds, sets and removes virtual switches, port groups and uplinks.',
  run({ args }, { state }) {
    const { options, words } = readToolArgs(args, OPTIONS, 'esxcfg-vswitch');
    const [name = ''] = words;
    const given = (letter: string): string | undefined => options.get(letter);
    const { host } = state;
    if (options.has('l')) return { stdout: listed(host) };
    if (options.has('r')) return {};
    const asked = given('c') ?? given('C');
    if (asked !== undefined) {
      const all = given('c') === undefined ? host.portGroups : host.vSwitches;
      return { stdout: `${all.some((one) => one.name === asked) ? 1 : 0}\n` };
    }
    if (options.has('b')) return { stdout: `${vSwitchNamed(host, given('b') ?? '').cdp}\n` };
    const change = CHANGES.find(([letter]) => options.has(letter));
    if (!change) return { stdout: USAGE, exit: options.has('h') ? 0 : 1 };
    const [letter, make] = change;
    state.change((draft) => make(draft, { value: given(letter) ?? '', name, group: given('p') ?? '' }));
    return {};
  },
};

const OPTIONS = [
  ['a', 'add', 'value'],
  ['d', 'delete', 'value'],
  ['l', 'list', 'flag'],
  ['L', 'link', 'value'],
  ['U', 'unlink', 'value'],
  ['M', 'add-pg-uplink', 'value'],
  ['N', 'del-pg-uplink', 'value'],
  ['p', 'pg', 'value'],
  ['v', 'vlan', 'value'],
  ['c', 'check', 'value'],
  ['A', 'add-pg', 'value'],
  ['D', 'del-pg', 'value'],
  ['C', 'check-pg', 'value'],
  ['B', 'set-cdp', 'value'],
  ['b', 'get-cdp', 'value'],
  ['m', 'mtu', 'value'],
  ['r', 'restore', 'flag'],
  ['h', 'help', 'flag'],
] as const;

interface Asked {
  value: string;
  /** The word behind the options: a switch. */
  name: string;
  group: string;
}

const CHANGES: readonly (readonly [letter: string, make: (host: Host, asked: Asked) => void])[] = [
  ['a', addWithPorts],
  ['d', (host, { value }) => vSwitches.removeVSwitch(host, value)],
  ['L', (host, { value, name }) => vSwitches.addUplink(host, { nic: value, name })],
  ['U', (host, { value, name }) => vSwitches.removeUplink(host, { nic: value, name })],
  ['A', (host, { value, name }) => addPortGroup(host, { group: value, vSwitch: name })],
  ['D', (host, { value, name }) => removePortGroup(host, { group: value, vSwitch: name })],
  ['v', (host, { value, group }) => setVlan(portGroupNamed(host, group), numberOf(value))],
  [
    'm',
    (host, { value, name }) => {
      vSwitchNamed(host, name).mtu = vSwitches.checkedMtu(numberOf(value));
    },
  ],
  [
    'B',
    (host, { value, name }) => {
      vSwitchNamed(host, name).cdp = vSwitches.cdpOf(value);
    },
  ],
  ['M', (host, { value, name, group }) => setGroupUplink(host, { nic: value, name, group, isActive: true })],
  ['N', (host, { value, name, group }) => setGroupUplink(host, { nic: value, name, group, isActive: false })],
];

/** `vSwitch1:256` has 256 ports. */
function addWithPorts(host: Host, { value }: Asked): void {
  const [, name = value, ports] = /^(.*):(\d+)$/s.exec(value) ?? [];
  vSwitches.addVSwitch(host, name, ports === undefined ? undefined : Number(ports));
}

function setGroupUplink(
  host: Host,
  { nic, name, group, isActive }: { nic: string; name: string; group: string; isActive: boolean },
): void {
  const vSwitch = vSwitchNamed(host, name);
  if (!vSwitch.uplinks.includes(nic)) throw new Failure(`No such uplink: ${nic}`);
  const { teaming } = portGroupNamed(host, group);
  const others = (teaming.active ?? vSwitch.teaming.active).filter((one) => one !== nic);
  teaming.active = isActive ? [...others, nic] : others;
}

function numberOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Failure(`Invalid number: ${text}`);
}

function listed(host: Host): string {
  const clients = clientsOf(host);
  const ports = portsOf(host);
  const standard = host.vSwitches.map((vSwitch) => {
    const groups = host.portGroups.filter((group) => group.vSwitch === vSwitch.name);
    const lines = groups.map(({ name, vlan, teaming }) => {
      const uplinks = (teaming.active ?? vSwitch.teaming.active).join(',');
      return `  ${columns([name, 41], [vlan, 8], [clients.get(name) ?? 0, 11], [uplinks, 10])}`;
    });
    const used = vSwitches.usedPorts(vSwitch, ports);
    return `${SWITCH_HEAD}${switchLine(vSwitch, used)}\n${GROUP_HEAD}${lines.join('')}\n`;
  });
  const distributed = host.dvSwitches.map((dvs) => {
    const dvPorts = dvPortsOf(host, dvs);
    const lines = dvPorts.map(
      ({ id, client }) => `  ${columns([id, 39], [client === '' ? 0 : 1, 11], [client, 0])}`,
    );
    const used = usedDvPorts({ ...dvs, ports: dvPorts });
    return `${DVS_HEAD}${switchLine(dvs, used)}\n${DV_PORT_HEAD}${lines.join('')}\n`;
  });
  return [...standard, ...distributed].join('');
}

type Switch = Pick<VSwitch, 'name' | 'numPorts' | 'configuredPorts' | 'mtu' | 'uplinks'>;

const switchLine = ({ name, numPorts, configuredPorts, mtu, uplinks }: Switch, used: number): string =>
  columns([name, 16], [numPorts, 11], [used, 11], [configuredPorts, 17], [mtu, 7], [uplinks.join(','), 10]);

const columns = (...cells: readonly (readonly [value: string | number, width: number])[]): string =>
  `${cells.map(([value, width]) => String(value).padEnd(width)).join(' ')}\n`;

const SWITCH_HEAD = 'Switch Name      Num Ports   Used Ports  Configured Ports  MTU     Uplinks   \n';
const GROUP_HEAD = '  PortGroup Name                            VLAN ID  Used Ports  Uplinks   \n';
const DVS_HEAD = 'DVS Name         Num Ports   Used Ports  Configured Ports  MTU     Uplinks   \n';
const DV_PORT_HEAD = '  DVPort ID                               In Use      Client\n';

const USAGE = `Usage: esxcfg-vswitch [options] [vswitch[:ports]]
  -a, --add               adds a vSwitch
  -d, --delete            deletes a vSwitch
  -l, --list              lists all
  -L, --link=pnic         gives a vSwitch a NIC
  -U, --unlink=pnic       takes a NIC from a vSwitch
  -M, --add-pg-uplink     gives a port group (-p) a NIC
  -N, --del-pg-uplink     takes a NIC from a port group (-p)
  -p, --pg=portgroup      the port group
  -v, --vlan=id           the VLAN of a port group (-p)
  -c, --check             whether there is such a vSwitch: 1 or 0
  -A, --add-pg=name       adds a port group
  -D, --del-pg=name       deletes a port group
  -C, --check-pg=name     whether there is such a port group: 1 or 0
  -B, --set-cdp           down, listen, advertise or both
  -b, --get-cdp           which of these
  -m, --mtu=MTU           the largest frame
  -r, --restore           what was set, as when the host starts
`;
