import { leaf } from '../../esxcli/leaf.ts';
import { bool, long, required, str } from '../../esxcli/option.ts';
import { record, records } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { hexOf } from '../../model/derived.ts';
import { newVmk, type Vmk } from '../../model/ip.ts';
import type { DvSwitch } from '../../model/network.ts';
import { portsOf } from '../../model/ports.ts';
import { isVersion } from '../../model/version.ts';
import { dvPortsOf, spacedUuid } from './dvs.ts';
import { checkedMac, dvSwitchNamed, netstackNamed, portGroupNamed, vmkNamed } from './named.ts';
import { checkedMtu } from './vswitch.ts';

const vmk = required(str('-i|--interface-name', 'The name of the interface.'));
const tag = required(str('-t|--tagname', 'What it is for: Management, VMotion, VSAN …'));

/** An interface, and where it is connected. */
interface Connected extends Vmk {
  vSwitch: string;
  portId: number;
  queues: number;
  vds: DvSwitch | undefined;
}

export const IP_INTERFACE_LEAVES = [
  leaf({
    path: 'network ip interface list',
    about: 'Lists the interfaces of the kernel.',
    options: { netstack: str('-N|--netstack', 'Of this TCP/IP stack.') },
    read(host, { netstack }) {
      const key = netstack === undefined ? undefined : netstackNamed(host, netstack).key;
      const ports = new Map(portsOf(host).map((port) => [port.client, port]));
      const queues = isVersion(host.identity.version, { since: '7.0' }) ? 4 : 1;
      return host.vmks
        .filter((one) => key === undefined || one.netstack === key)
        .map((one) => {
          const port = ports.get(one.name);
          const vds = host.dvSwitches.find(({ name }) => name === one.dvSwitch);
          return { ...one, vSwitch: port?.vSwitch ?? '', portId: port?.id ?? 0, queues, vds };
        });
    },
    prints: records<Connected>('VMKernelInterface', ({ name }) => name, {
      Name: ({ name }) => name,
      'MAC Address': ({ mac }) => mac,
      Enabled: ({ enabled }) => enabled,
      Portset: ({ vSwitch }) => vSwitch,
      Portgroup: ({ portGroup }) => portGroup || 'N/A',
      'Netstack Instance': { value: ({ netstack }) => netstack, since: '5.5' },
      'VDS Name': ({ vds }) => vds?.name ?? 'N/A',
      'VDS UUID': ({ vds }) => (vds ? spacedUuid(vds.uuid) : 'N/A'),
      'VDS Port': ({ vds, dvPort }) => (vds ? dvPort : 'N/A'),
      'VDS Connection': ({ vds, name }) => (vds ? Number.parseInt(hexOf(`${vds.uuid} ${name}`, 7), 16) : -1),
      'Opaque Network ID': { value: () => 'N/A', since: '6.0' },
      'Opaque Network Type': { value: () => 'N/A', since: '6.0' },
      'External ID': { value: () => 'N/A', since: '6.0' },
      MTU: ({ mtu }) => mtu,
      'TSO MSS': () => 65_535,
      'RXDispQueue Size': { value: ({ queues }) => queues, since: '6.7' },
      'Port ID': ({ portId }) => portId,
      URPF: { value: () => 0, since: '9.0' },
    }),
  }),
  leaf({
    path: 'network ip interface add',
    about: 'Adds an interface of the kernel.',
    options: {
      dvPort: str('-P|--dvport-id', 'Its port of a distributed switch.'),
      dvSwitch: str('-s|--dvs-name', 'The distributed switch that it is on.'),
      vmk: str('-i|--interface-name', 'Its name; default the first vmk that is free.'),
      mac: str('-M|--mac-address', 'Its MAC address.'),
      mtu: long('-m|--mtu', 'Its largest frame, in bytes.'),
      netstack: str('-N|--netstack', 'Its TCP/IP stack.'),
      portGroup: str('-p|--portgroup-name', 'The port group it is on.'),
      numRx: long('--num-rxqueue', 'How many queues receive.'),
    },
    change: (host, given) => void addVmk(host, given),
  }),
  leaf({
    path: 'network ip interface remove',
    about: 'Removes an interface of the kernel, with its routes.',
    options: {
      dvPort: str('-P|--dvport-id', 'The port of a distributed switch that it has.'),
      dvSwitch: str('-s|--dvs-name', 'The distributed switch that it is on.'),
      vmk: str('-i|--interface-name', 'The name of the interface.'),
      netstack: str('-N|--netstack', 'Its TCP/IP stack.'),
      portGroup: str('-p|--portgroup-name', 'The port group it is on.'),
    },
    change(host, { vmk: name, portGroup = '', dvSwitch = '', dvPort = '', netstack }) {
      const on = host.vmks.find(
        (one) =>
          one.portGroup === portGroup &&
          one.dvSwitch === dvSwitch &&
          one.dvPort === dvPort &&
          (netstack === undefined || one.netstack === netstack),
      );
      removeVmk(host, name ?? on?.name ?? '');
    },
  }),
  leaf({
    path: 'network ip interface set',
    about: 'Sets how an interface of the kernel works.',
    options: {
      enabled: bool('-e|--enabled', 'Whether it works.'),
      vmk,
      mtu: long('-m|--mtu', 'Its largest frame, in bytes.'),
    },
    change(host, { vmk: name, enabled, mtu }) {
      const one = vmkNamed(host, name);
      if (enabled !== undefined) one.enabled = enabled;
      if (mtu !== undefined) one.mtu = checkedMtu(mtu);
    },
  }),
  leaf({
    path: 'network ip interface tag get',
    about: 'Tells what an interface of the kernel is for.',
    options: { vmk },
    read: (host, given) => vmkNamed(host, given.vmk),
    prints: record<Vmk>('VMKernelTags', { Tags: ({ tags }) => tags }),
  }),
  leaf({
    path: 'network ip interface tag add',
    about: 'Has an interface of the kernel be for something.',
    options: { vmk, tag },
    change(host, given) {
      const { tags } = vmkNamed(host, given.vmk);
      if (!TAGS.has(given.tag)) throw new Failure(`Invalid tag: ${given.tag}`);
      if (!tags.includes(given.tag)) tags.push(given.tag);
    },
  }),
  leaf({
    path: 'network ip interface tag remove',
    about: 'Has an interface of the kernel be for something no more.',
    options: { vmk, tag },
    change(host, given) {
      const one = vmkNamed(host, given.vmk);
      if (!one.tags.includes(given.tag)) throw new Failure(`Unable to find tag: ${given.tag}`);
      one.tags = one.tags.filter((other) => other !== given.tag);
    },
  }),
];

const TAGS = new Set([
  'Management',
  'VMotion',
  'faultToleranceLogging',
  'vSphereReplication',
  'vSphereReplicationNFC',
  'vSphereProvisioning',
  'vSphereBackupNFC',
  'VSAN',
  'VSANWitness',
  'NVMeTCP',
  'NVMeRDMA',
]);

/** Returns it. @throws Failure as the host says it */
export function addVmk(
  host: Host,
  given: {
    vmk?: string | undefined;
    portGroup?: string | undefined;
    dvSwitch?: string | undefined;
    dvPort?: string | undefined;
    mtu?: number | undefined;
    mac?: string | undefined;
    netstack?: string | undefined;
  },
): Vmk {
  const place = placeOf(host, given);
  const name = given.vmk ?? freeName(host);
  if (!/^vmk\d{1,3}$/.test(name)) throw new Failure(`Invalid interface name: ${name}`);
  if (host.vmks.some((one) => one.name === name)) throw new Failure(`Interface ${name} already exists`);
  const vmkToAdd = newVmk({
    name,
    ...place,
    mac: given.mac === undefined ? undefined : checkedMac(given.mac),
    mtu: given.mtu === undefined ? undefined : checkedMtu(given.mtu),
    netstack: given.netstack === undefined ? undefined : netstackNamed(host, given.netstack).key,
  });
  host.vmks.push(vmkToAdd);
  return vmkToAdd;
}

/** A port group, or a port of a distributed switch, that nobody has. @throws Failure as the host says it */
function placeOf(
  host: Host,
  given: { portGroup?: string | undefined; dvSwitch?: string | undefined; dvPort?: string | undefined },
): Pick<Vmk, 'portGroup' | 'dvSwitch' | 'dvPort'> {
  const { portGroup, dvSwitch, dvPort } = given;
  if (dvSwitch !== undefined && dvPort !== undefined) {
    const vds = dvSwitchNamed(host, dvSwitch);
    const port = dvPortsOf(host, vds).find(({ id }) => id === dvPort);
    if (!port) throw new Failure(`Unable to find dvport: ${dvPort}`);
    if (port.client !== '') throw new Failure(`dvport ${dvPort} is used by ${port.client} already`);
    return { portGroup: '', dvSwitch, dvPort };
  }
  if (portGroup === undefined) throw new Failure('A portgroup or a dvport is required');
  portGroupNamed(host, portGroup);
  const taken = host.vmks.find((one) => one.portGroup === portGroup);
  if (taken) throw new Failure(`Portgroup ${portGroup} is used by ${taken.name} already`);
  return { portGroup, dvSwitch: '', dvPort: '' };
}

/** @throws Failure as the host says it */
export function removeVmk(host: Host, name: string): void {
  vmkNamed(host, name);
  host.vmks = host.vmks.filter((one) => one.name !== name);
  host.routes = host.routes.filter((route) => route.vmk !== name);
  host.neighbors = host.neighbors.filter((neighbor) => neighbor.vmk !== name);
}

function freeName({ vmks }: Host): string {
  const taken = new Set(vmks.map(({ name }) => name));
  let n = 0;
  while (taken.has(`vmk${n}`)) n++;
  return `vmk${n}`;
}
