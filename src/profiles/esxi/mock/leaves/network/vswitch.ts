import { leaf } from '../../esxcli/leaf.ts';
import { long, required, str } from '../../esxcli/option.ts';
import { records } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { newVSwitch, type VSwitch } from '../../model/network.ts';

const vSwitchName = required(str('-v|--vswitch-name', 'The name of the virtual switch.'));

export const VSWITCH_LEAVES = [
  leaf({
    path: 'network vswitch standard list',
    about: 'Lists the virtual switches of the host.',
    options: { name: str('-v|--vswitch-name', 'Only this virtual switch.') },
    read(host, { name }) {
      const all = name === undefined ? host.vSwitches : [vSwitchNamed(host, name)];
      return all.map((vSwitch) => ({ vSwitch, host }));
    },
    prints: records<{ vSwitch: VSwitch; host: Host }>('VirtualSwitch', ({ vSwitch }) => vSwitch.name, {
      Name: ({ vSwitch }) => vSwitch.name,
      Class: () => 'cswitch',
      'Num Ports': ({ vSwitch }) => vSwitch.numPorts,
      'Used Ports': ({ host, vSwitch }) => usedPorts(host, vSwitch),
      'Configured Ports': ({ vSwitch }) => vSwitch.configuredPorts,
      MTU: ({ vSwitch }) => vSwitch.mtu,
      'CDP Status': ({ vSwitch }) => vSwitch.cdp,
      'Beacon Enabled': ({ vSwitch }) => vSwitch.beacon.enabled,
      'Beacon Interval': ({ vSwitch }) => vSwitch.beacon.interval,
      'Beacon Threshold': ({ vSwitch }) => vSwitch.beacon.threshold,
      'Beacon Required By': ({ vSwitch }) => vSwitch.beacon.requiredBy,
      Uplinks: ({ vSwitch }) => vSwitch.uplinks,
      Portgroups: ({ host, vSwitch }) => portGroupsOn(host, vSwitch),
    }),
  }),
  leaf({
    path: 'network vswitch standard add',
    about: 'Adds a virtual switch to the host.',
    options: {
      ports: long('-P|--ports', 'How many ports it has. Default 128.'),
      name: vSwitchName,
    },
    change(host, { name, ports = 128 }) {
      if (host.vSwitches.some((vSwitch) => vSwitch.name === name)) {
        throw new Failure('A portset with this name already exists');
      }
      host.vSwitches.push(newVSwitch({ name, configuredPorts: ports }));
    },
  }),
  leaf({
    path: 'network vswitch standard remove',
    about: 'Removes a virtual switch from the host.',
    options: { name: vSwitchName },
    change(host, { name }) {
      vSwitchNamed(host, name);
      host.vSwitches = host.vSwitches.filter((vSwitch) => vSwitch.name !== name);
      host.portGroups = host.portGroups.filter(({ vSwitch }) => vSwitch !== name);
    },
  }),
];

/** @throws Failure as the host says it */
function vSwitchNamed({ vSwitches }: Host, name: string): VSwitch {
  const vSwitch = vSwitches.find((one) => one.name === name);
  if (vSwitch) return vSwitch;
  throw new Failure(`Unable to find vswitch: ${name}`);
}

const portGroupsOn = ({ portGroups }: Host, vSwitch: VSwitch): string[] =>
  portGroups.filter((one) => one.vSwitch === vSwitch.name).map(({ name }) => name);

/** Those of its uplinks, of interfaces, of VMs that run, and one of its own. */
function usedPorts({ portGroups, vmks, vms }: Host, { name, uplinks, otherPorts }: VSwitch): number {
  const groups = new Set(portGroups.filter(({ vSwitch }) => vSwitch === name).map((group) => group.name));
  const interfaces = vmks.filter(({ portGroup }) => groups.has(portGroup)).length;
  const guests = vms.filter(({ power }) => power === 'on').flatMap(({ nics }) => nics);
  const ofGuests = guests.filter(({ portGroup }) => groups.has(portGroup)).length;
  return 1 + 2 * uplinks.length + interfaces + ofGuests + otherPorts;
}
