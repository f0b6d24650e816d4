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
      return all.map((vSwitch) => ({ ...vSwitch, host }));
    },
    prints: records<VSwitch & { host: Host }>('VirtualSwitch', ({ name }) => name, {
      Name: ({ name }) => name,
      Class: () => 'cswitch',
      'Num Ports': ({ numPorts }) => numPorts,
      'Used Ports': ({ host, name }) => usedPorts(host, name),
      'Configured Ports': ({ configuredPorts }) => configuredPorts,
      MTU: ({ mtu }) => mtu,
      'CDP Status': ({ cdp }) => cdp,
      'Beacon Enabled': ({ beacon }) => beacon.enabled,
      'Beacon Interval': ({ beacon }) => beacon.interval,
      'Beacon Threshold': ({ beacon }) => beacon.threshold,
      'Beacon Required By': ({ beacon }) => beacon.requiredBy,
      Uplinks: ({ uplinks }) => uplinks,
      Portgroups: ({ host, name }) =>
        host.portGroups.filter(({ vSwitch }) => vSwitch === name).map((portGroup) => portGroup.name),
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

/** Those of its uplinks, of interfaces, of VMs that run, and one of its own. */
function usedPorts({ vSwitches, portGroups, vmks, vms }: Host, name: string): number {
  const groups = new Set(portGroups.filter(({ vSwitch }) => vSwitch === name).map((group) => group.name));
  const uplinks = vSwitches.find((one) => one.name === name)?.uplinks.length ?? 0;
  const interfaces = vmks.filter(({ portGroup }) => groups.has(portGroup)).length;
  const guests = vms.filter(({ power }) => power === 'on').flatMap(({ nics }) => nics);
  return 1 + 2 * uplinks + interfaces + guests.filter(({ portGroup }) => groups.has(portGroup)).length;
}
