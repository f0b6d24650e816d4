import { leaf } from '../../esxcli/leaf.ts';
import { long, required } from '../../esxcli/option.ts';
import { record, records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Vm } from '../../model/vms.ts';
import { type Port, portsOf } from '../../model/ports.ts';

const port = required(long('-p|--portid', 'The number of the port.'));

/** What a port has counted, where it counts anything. */
interface Counted {
  id: number;
  of(counter: string): number;
}

export const VM_NETWORK_LEAVES = [
  leaf({
    path: 'network vm list',
    about: 'Lists the VMs that have ports.',
    read: (host) => host.vms.filter(({ power, nics }) => power === 'on' && nics.length > 0),
    prints: table<Vm>('VM', {
      'World ID': { value: ({ worldId }) => worldId, of: 'integer' },
      Name: ({ name }) => name,
      'Num Ports': { value: ({ nics }) => nics.length, of: 'integer' },
      Networks: ({ nics }) => nics.map(({ portGroup }) => portGroup),
    }),
  }),
  leaf({
    path: 'network vm port list',
    about: 'Lists the ports of a VM.',
    options: { world: required(long('-w|--world-id', 'The world of the VM.')) },
    read(host, { world }) {
      if (!host.vms.some(({ worldId, power }) => power === 'on' && worldId === world))
        throw new Failure(`Unable to find a virtual machine with the world ID ${world}`);
      return portsOf(host)
        .filter(({ worldId }) => worldId === world)
        .map((one) => ({ ...one, filters: filtersOf(host, one) }));
    },
    prints: records<Port & { filters: string[] }>('VMPort', undefined, {
      'Port ID': ({ id }) => id,
      vSwitch: ({ vSwitch }) => vSwitch,
      Portgroup: ({ portGroup }) => portGroup,
      'DVPort ID': () => '',
      'MAC Address': ({ mac }) => mac,
      'IP Address': ({ ip }) => ip,
      'Team Uplink': ({ uplink }) => uplink ?? 'void',
      'Uplink Port ID': ({ uplinkPort }) => uplinkPort,
      'Active Filters': ({ filters }) => filters,
    }),
  }),
  leaf({
    path: 'network port stats get',
    about: 'Tells what a port has counted.',
    options: { port },
    read: (host, given) => countedBy(host, portWith(host, given.port)),
    prints: record<Counted>(
      'PortStats',
      {
        'Packets received': (counted) => counted.of('Packets received'),
        'Packets sent': (counted) => counted.of('Packets sent'),
        'Bytes received': (counted) => counted.of('Bytes received'),
        'Bytes sent': (counted) => counted.of('Bytes sent'),
        'Broadcast packets received': (counted) => counted.of('Broadcast packets received'),
        'Broadcast packets sent': (counted) => counted.of('Broadcast packets sent'),
        'Multicast packets received': (counted) => counted.of('Multicast packets received'),
        'Multicast packets sent': (counted) => counted.of('Multicast packets sent'),
        'Unicast packets received': (counted) => unicast(counted, 'received'),
        'Unicast packets sent': (counted) => unicast(counted, 'sent'),
        'Receive packets dropped': (counted) => counted.of('Receive packets dropped'),
        'Transmit packets dropped': (counted) => counted.of('Transmit packets dropped'),
      },
      ({ id }) => `Packet statistics for port ${id}`,
    ),
  }),
  leaf({
    path: 'network port filter stats get',
    about: 'Tells what the filters of a port have counted.',
    options: { port },
    read: (host, given) => portWith(host, given.port),
    prints: record<Port>(
      'PortFilterStats',
      {
        'Packets in': () => 0,
        'Packets out': () => 0,
        'Packets dropped': () => 0,
        'Packets filtered': () => 0,
      },
      ({ id }) => `Filter statistics for port ${id}`,
    ),
  }),
];

/** @throws Failure as the host says it */
function portWith(host: Host, id: number): Port {
  const found = portsOf(host).find((one) => one.id === id);
  if (found) return found;
  throw new Failure(`Invalid port ID: ${id}`);
}

const filtersOf = ({ dvfilter }: Host, { client }: Port): string[] =>
  dvfilter.ports
    .filter((one) => one.client === client)
    .flatMap(({ filters }) => filters.map(({ name }) => name));

/** An uplink counts what its NIC does; of others nothing is known. */
function countedBy(host: Host, { id, kind, client }: Port): Counted {
  const counters: Readonly<Record<string, number>> =
    host.nics.find(({ name }) => kind === 'uplink' && name === client)?.counters ?? {};
  return { id, of: (counter) => counters[counter] ?? 0 };
}

const unicast = (counted: Counted, way: 'received' | 'sent'): number =>
  Math.max(
    0,
    counted.of(`Packets ${way}`) -
      counted.of(`Broadcast packets ${way}`) -
      counted.of(`Multicast packets ${way}`),
  );
