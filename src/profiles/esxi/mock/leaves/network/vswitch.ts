import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, long, required, str } from '../../esxcli/option.ts';
import { records } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { newVSwitch, type VSwitch } from '../../model/network.ts';
import { type Port, portsOf } from '../../model/ports.ts';
import { vSwitchNamed } from './named.ts';
import { dropPortGroups } from './portgroup.ts';

const vSwitchName = required(str('-v|--vswitch-name', 'The name of the virtual switch.'));
const nic = required(str('-u|--uplink-name', 'The name of the NIC.'));

export const VSWITCH_LEAVES = [
  leaf({
    path: 'network vswitch standard list',
    about: 'Lists the virtual switches of the host.',
    options: { name: str('-v|--vswitch-name', 'Only this virtual switch.') },
    read(host, { name }) {
      const all = name === undefined ? host.vSwitches : [vSwitchNamed(host, name)];
      const ports = portsOf(host);
      return all.map((vSwitch) => ({ vSwitch, host, used: usedPorts(vSwitch, ports) }));
    },
    prints: records<{ vSwitch: VSwitch; host: Host; used: number }>(
      'VirtualSwitch',
      ({ vSwitch }) => vSwitch.name,
      {
        Name: ({ vSwitch }) => vSwitch.name,
        Class: () => 'cswitch',
        'Num Ports': ({ vSwitch }) => vSwitch.numPorts,
        'Used Ports': ({ used }) => used,
        'Configured Ports': ({ vSwitch }) => vSwitch.configuredPorts,
        MTU: ({ vSwitch }) => vSwitch.mtu,
        'CDP Status': ({ vSwitch }) => vSwitch.cdp,
        'Beacon Enabled': ({ vSwitch }) => vSwitch.beacon.enabled,
        'Beacon Interval': ({ vSwitch }) => vSwitch.beacon.interval,
        'Beacon Threshold': ({ vSwitch }) => vSwitch.beacon.threshold,
        'Beacon Required By': ({ vSwitch }) => vSwitch.beacon.requiredBy,
        Uplinks: ({ vSwitch }) => vSwitch.uplinks,
        Portgroups: ({ host, vSwitch }) => portGroupsOn(host, vSwitch),
      },
    ),
  }),
  leaf({
    path: 'network vswitch standard add',
    about: 'Adds a virtual switch to the host.',
    options: {
      ports: long('-P|--ports', 'How many ports it has. Default 128.'),
      name: vSwitchName,
    },
    change: (host, { name, ports }) => addVSwitch(host, name, ports),
  }),
  leaf({
    path: 'network vswitch standard remove',
    about: 'Removes a virtual switch from the host.',
    options: { name: vSwitchName },
    change: (host, { name }) => removeVSwitch(host, name),
  }),
  leaf({
    path: 'network vswitch standard set',
    about: 'Sets how a virtual switch works.',
    options: {
      cdp: str('-c|--cdp-status', 'down, listen, advertise or both.'),
      interval: long('-i|--beacon-interval', 'How often beacons are sent, in seconds.'),
      threshold: long('-t|--beacon-threshold', 'How many beacons may be missed.'),
      mtu: long('-m|--mtu', 'The largest frame, in bytes.'),
      name: vSwitchName,
    },
    change(host, { name, cdp, mtu, interval, threshold }) {
      const vSwitch = vSwitchNamed(host, name);
      if (cdp !== undefined) vSwitch.cdp = cdpOf(cdp);
      if (mtu !== undefined) vSwitch.mtu = checkedMtu(mtu);
      if (interval !== undefined) vSwitch.beacon.interval = interval;
      if (threshold !== undefined) vSwitch.beacon.threshold = threshold;
    },
  }),
  leaf({
    path: 'network vswitch standard uplink add',
    about: 'Gives a virtual switch a NIC.',
    options: { nic, name: vSwitchName, enabled: bool('--enabled', 'Whether it is used at once.') },
    change: (host, given) => addUplink(host, given),
  }),
  leaf({
    path: 'network vswitch standard uplink remove',
    about: 'Takes a NIC from a virtual switch.',
    options: { nic, name: vSwitchName, force: flag('--force', 'Even if it is in use.') },
    change: (host, given) => removeUplink(host, given),
  }),
];

/** @throws Failure as the host says it */
export function addVSwitch(host: Host, name: string, ports = 128): void {
  if (name === '') throw new Failure('Invalid vswitch name');
  const isTaken = [...host.vSwitches, ...host.dvSwitches].some((one) => one.name === name);
  if (isTaken) throw new Failure('A portset with this name already exists');
  if (ports < 1 || ports > 4088) throw new Failure(`Invalid number of ports: ${ports}`);
  host.vSwitches.push(newVSwitch({ name, configuredPorts: ports }));
}

/** With its port groups, which nobody uses. @throws Failure as the host says it */
export function removeVSwitch(host: Host, name: string): void {
  vSwitchNamed(host, name);
  if (portsOf(host).some(({ vSwitch, kind }) => vSwitch === name && kind !== 'uplink'))
    throw new Failure('Unable to remove virtual switch: Busy');
  host.vSwitches = host.vSwitches.filter((vSwitch) => vSwitch.name !== name);
  dropPortGroups(host, ({ vSwitch }) => vSwitch === name);
}

/** It is active at once, as on a host. @throws Failure as the host says it */
export function addUplink(host: Host, { nic: uplink, name }: { nic: string; name: string }): void {
  const vSwitch = vSwitchNamed(host, name);
  if (!host.nics.some((one) => one.name === uplink)) throw new Failure(`Not a valid pnic: ${uplink}`);
  const owner = [...host.vSwitches, ...host.dvSwitches].find(({ uplinks }) => uplinks.includes(uplink));
  if (owner) throw new Failure(`Uplink already exists: ${uplink}`);
  vSwitch.uplinks.push(uplink);
  vSwitch.teaming.active.push(uplink);
}

/** Nothing uses it any more. @throws Failure as the host says it */
export function removeUplink(host: Host, { nic: uplink, name }: { nic: string; name: string }): void {
  const vSwitch = vSwitchNamed(host, name);
  if (!vSwitch.uplinks.includes(uplink)) throw new Failure(`No such uplink: ${uplink}`);
  const others = (names: readonly string[]): string[] => names.filter((one) => one !== uplink);
  vSwitch.uplinks = others(vSwitch.uplinks);
  const teamings = host.portGroups.filter((group) => group.vSwitch === name).map(({ teaming }) => teaming);
  for (const teaming of [vSwitch.teaming, ...teamings]) {
    if (teaming.active) teaming.active = others(teaming.active);
    if (teaming.standby) teaming.standby = others(teaming.standby);
  }
}

/** @throws Failure as the host says it */
export function checkedMtu(mtu: number): number {
  if (mtu >= 1280 && mtu <= 9000) return mtu;
  throw new Failure(`Invalid MTU: ${mtu}. It must be between 1280 and 9000`);
}

/** @throws Failure as the host says it */
export function cdpOf(word: string): VSwitch['cdp'] {
  const known = (['down', 'listen', 'advertise', 'both'] as const).find((one) => one === word);
  if (known) return known;
  throw new Failure(`Invalid CDP status: ${word}`);
}

const portGroupsOn = ({ portGroups }: Host, vSwitch: VSwitch): string[] =>
  portGroups.filter((one) => one.vSwitch === vSwitch.name).map(({ name }) => name);

/** Those of its uplinks, which have one more each, of interfaces, of VMs that run, and one of its own. */
export const usedPorts = (vSwitch: VSwitch, ports: readonly Port[]): number =>
  1 +
  vSwitch.uplinks.length +
  ports.filter((port) => port.vSwitch === vSwitch.name).length +
  vSwitch.otherPorts;
