import { leaf } from '../../esxcli/leaf.ts';
import { long, required, str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { newPortGroup, type PortGroup } from '../../model/network.ts';
import { portsOf } from '../../model/ports.ts';
import { portGroupNamed, vSwitchNamed } from './named.ts';

const group = required(str('-p|--portgroup-name', 'The name of the port group.'));
const vSwitch = required(str('-v|--vswitch-name', 'The name of the virtual switch.'));

export const PORT_GROUP_LEAVES = [
  leaf({
    path: 'network vswitch standard portgroup list',
    about: 'Lists the port groups of standard virtual switches.',
    read(host) {
      const clients = clientsOf(host);
      return host.portGroups
        .map((portGroup) => ({ ...portGroup, clients: clients.get(portGroup.name) ?? 0 }))
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    },
    prints: table<PortGroup & { clients: number }>('PortGroup', {
      Name: ({ name }) => name,
      'Virtual Switch': (one) => one.vSwitch,
      'Active Clients': { value: ({ clients }) => clients, of: 'integer' },
      'VLAN ID': { value: ({ vlan }) => vlan, of: 'integer' },
    }),
  }),
  leaf({
    path: 'network vswitch standard portgroup add',
    about: 'Adds a port group to a virtual switch.',
    options: { group, vSwitch },
    change: (host, given) => addPortGroup(host, given),
  }),
  leaf({
    path: 'network vswitch standard portgroup remove',
    about: 'Removes a port group from a virtual switch.',
    options: { group, vSwitch },
    change: (host, given) => removePortGroup(host, given),
  }),
  leaf({
    path: 'network vswitch standard portgroup set',
    about: 'Sets the VLAN of a port group.',
    options: { group, vlan: long('-v|--vlan-id', 'The VLAN; 0: none, 4095: all.') },
    change(host, { group: name, vlan = 0 }) {
      setVlan(portGroupNamed(host, name), vlan);
    },
  }),
];

/** @throws Failure as the host says it */
export function addPortGroup(host: Host, given: { group: string; vSwitch: string }): void {
  vSwitchNamed(host, given.vSwitch);
  if (given.group === '') throw new Failure('Invalid portgroup name');
  if (host.portGroups.some(({ name }) => name === given.group))
    throw new Failure('A portgroup with this name already exists');
  host.portGroups.push(newPortGroup({ name: given.group, vSwitch: given.vSwitch }));
}

/** NICs of VMs that are off are nowhere from then on. @throws Failure as the host says it */
export function removePortGroup(host: Host, given: { group: string; vSwitch: string }): void {
  vSwitchNamed(host, given.vSwitch);
  if (portGroupNamed(host, given.group).vSwitch !== given.vSwitch)
    throw new Failure(`Unable to find portgroup: ${given.group}`);
  if (host.vmks.some(({ portGroup }) => portGroup === given.group) || clientsOf(host).has(given.group))
    throw new Failure(`Unable to remove portgroup ${given.group}: Busy`);
  dropPortGroups(host, ({ name }) => name === given.group);
}

/** Nobody uses them who runs. */
export function dropPortGroups(host: Host, isDropped: (portGroup: PortGroup) => boolean): void {
  const dropped = new Set(host.portGroups.filter(isDropped).map(({ name }) => name));
  host.portGroups = host.portGroups.filter(({ name }) => !dropped.has(name));
  for (const nic of host.vms.flatMap(({ nics }) => nics)) {
    if (dropped.has(nic.portGroup)) nic.portGroup = '';
  }
}

/** @throws Failure as the host says it */
export function setVlan(portGroup: PortGroup, vlan: number): void {
  if (vlan < 0 || vlan > 4095) throw new Failure(`Invalid VLAN ID: ${vlan}. It must be between 0 and 4095`);
  portGroup.vlan = vlan;
}

/** How many interfaces and VMs that run are on each that has any. */
export function clientsOf(host: Host): ReadonlyMap<string, number> {
  const clients = new Map<string, number>();
  for (const { portGroup, kind } of portsOf(host)) {
    if (kind !== 'uplink') clients.set(portGroup, (clients.get(portGroup) ?? 0) + 1);
  }
  return clients;
}
