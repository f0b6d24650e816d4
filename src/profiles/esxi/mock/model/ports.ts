import type { Host } from './host.ts';
import { linkOf } from './network.ts';
import { isVersion } from './version.ts';

/** A port of a switch that somebody has. */
export interface Port {
  /** As other commands ask for it. */
  id: number;
  /** The name of it. */
  vSwitch: string;
  /** Empty of an uplink, and on a distributed switch. */
  portGroup: string;
  kind: 'uplink' | 'vmk' | 'vm';
  /** vmnic0, vmk0 or vm-1.eth0. */
  client: string;
  mac: string;
  /** Of the VM, else 0. */
  worldId: number;
  /** The guest's own address; 0.0.0.0 where it tells none. */
  ip: string;
  /** The NIC it goes out by, and its port. */
  uplink: string | undefined;
  uplinkPort: number;
}

/** Each switch has its own range of ports; within it they are where a number says, and do not move. */
const RANGE = 0x200_0000;
/** Since 7.0 uplinks have this in their ids, and the first range is none of a switch. */
const UPLINK = 0x8000_0000;
const FIRST = { uplink: 2, vmk: 128, vm: 2048 };
/** A VM has so many ports at most. */
const VM_PORTS = 16;

/** Of all vSwitches, in this order: uplinks, interfaces, VMs that run; then those of distributed switches. */
export function portsOf(host: Host): Port[] {
  const uplinks = uplinkPorts(host);
  const places = placesIn(host, uplinks);
  return [...uplinks, ...vmkPorts(host, places), ...vmPorts(host, places), ...distributedPorts(host)];
}

const isNew = ({ identity }: Host): boolean => isVersion(identity.version, { since: '7.0' });

const baseOf = (host: Host, nthSwitch: number): number => RANGE * (nthSwitch + (isNew(host) ? 2 : 1));

function uplinkPorts(host: Host): Port[] {
  const bit = isNew(host) ? UPLINK : 0;
  const nths = new Map(host.nics.map(({ name, mac }, nth) => [name, { nth, mac }]));
  return host.vSwitches.flatMap((vSwitch, nthSwitch) =>
    vSwitch.uplinks.map((client): Port => {
      const { nth = 0, mac = '' } = nths.get(client) ?? {};
      const id = bit + baseOf(host, nthSwitch) + FIRST.uplink + nth;
      const out = { uplink: client, uplinkPort: id };
      return {
        id,
        vSwitch: vSwitch.name,
        portGroup: '',
        kind: 'uplink',
        client,
        mac,
        worldId: 0,
        ip: '',
        ...out,
      };
    }),
  );
}

/** Where ports of a port group are. */
type Place = Pick<Port, 'vSwitch' | 'uplink' | 'uplinkPort'> & { base: number };

/** By names of port groups. */
function placesIn(host: Host, uplinks: readonly Port[]): ReadonlyMap<string, Place> {
  const ids = new Map(uplinks.map(({ client, id }) => [client, id]));
  const nths = new Map(
    host.vSwitches.map((vSwitch, nth) => [vSwitch.name, { vSwitch, base: baseOf(host, nth) }]),
  );
  const working = new Set(host.nics.filter((nic) => linkOf(nic).isUp).map(({ name }) => name));
  return new Map(
    host.portGroups.flatMap(({ name, vSwitch, teaming }) => {
      const on = nths.get(vSwitch);
      if (!on) return [];
      const active = teaming.active ?? on.vSwitch.teaming.active;
      const standby = teaming.standby ?? on.vSwitch.teaming.standby;
      const uplink = [...active, ...standby].find(
        (nic) => on.vSwitch.uplinks.includes(nic) && working.has(nic),
      );
      const place = {
        base: on.base,
        vSwitch,
        portGroup: name,
        uplink,
        uplinkPort: ids.get(uplink ?? '') ?? 0,
      };
      return [[name, place] as const];
    }),
  );
}

function vmkPorts({ vmks }: Host, places: ReadonlyMap<string, Place>): Port[] {
  return vmks.flatMap(({ name: client, portGroup, mac, ipv4 }): Port[] => {
    const place = places.get(portGroup);
    if (!place) return [];
    const { base, vSwitch, uplink, uplinkPort } = place;
    const id = base + FIRST.vmk + Number(/\d+$/.exec(client)?.[0] ?? 0);
    const own = { mac, worldId: 0, ip: ipv4.address };
    return [{ id, vSwitch, portGroup, kind: 'vmk', client, uplink, uplinkPort, ...own }];
  });
}

function vmPorts({ vms }: Host, places: ReadonlyMap<string, Place>): Port[] {
  return vms
    .filter(({ power }) => power === 'on')
    .flatMap(({ id: vmId, name, nics, worldId, ip }) =>
      nics.flatMap(({ portGroup, mac }, nth): Port[] => {
        const place = places.get(portGroup);
        if (!place) return [];
        const { base, vSwitch, uplink, uplinkPort } = place;
        const id = base + FIRST.vm + vmId * VM_PORTS + nth;
        const client = `${name}.eth${nth}`;
        const own = { mac, worldId, ip: nth === 0 && ip !== '' ? ip : '0.0.0.0' };
        return [{ id, vSwitch, portGroup, kind: 'vm', client, uplink, uplinkPort, ...own }];
      }),
    );
}

/** As the kernel calls a distributed switch: they are numbered. */
const portsetOf = (nthSwitch: number): string => `DvsPortset-${nthSwitch}`;

/** Of uplinks and interfaces; their ranges are behind those of vSwitches. */
function distributedPorts(host: Host): Port[] {
  const bit = isNew(host) ? UPLINK : 0;
  return host.dvSwitches.flatMap(({ name, uplinks }, nthSwitch) => {
    const base = baseOf(host, host.vSwitches.length + nthSwitch);
    const common = { vSwitch: portsetOf(nthSwitch), portGroup: '', worldId: 0 };
    const idOf = (nic: string): number =>
      bit + base + FIRST.uplink + host.nics.findIndex((one) => one.name === nic);
    const [first] = uplinks;
    const out = { uplink: first, uplinkPort: first === undefined ? 0 : idOf(first) };
    return [
      ...uplinks.map((client): Port => {
        const mac = host.nics.find((one) => one.name === client)?.mac ?? '';
        const own = { uplink: client, uplinkPort: idOf(client) };
        return { ...common, id: idOf(client), kind: 'uplink', client, mac, ip: '', ...own };
      }),
      ...host.vmks
        .filter(({ dvSwitch }) => dvSwitch === name)
        .map(({ name: client, mac, ipv4 }): Port => {
          const id = base + FIRST.vmk + Number(/\d+$/.exec(client)?.[0] ?? 0);
          return { ...common, id, kind: 'vmk', client, mac, ip: ipv4.address, ...out };
        }),
    ];
  });
}
