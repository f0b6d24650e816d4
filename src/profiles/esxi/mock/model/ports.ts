import type { Host } from './host.ts';
import { linkOf, type VSwitch } from './network.ts';
import { isVersion } from './version.ts';

/** A port of a vSwitch that somebody has. */
export interface Port {
  /** As other commands ask for it. */
  id: number;
  vSwitch: VSwitch;
  /** Empty of an uplink. */
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

/** Each portset has its own range of ports; within it they are where their number says, and do not move. */
const PORTSET = 0x200_0000;
/** Since 7.0 uplinks have this in their ids. */
const UPLINK = 0x8000_0000;
const FIRST = { uplink: 2, vmk: 128, vm: 512 };
/** A VM has so many ports at most. */
const VM_PORTS = 16;

/** Of all vSwitches, in this order; in each uplinks, interfaces, VMs that run. */
export function portsOf(host: Host): Port[] {
  const isNew = isVersion(host.identity.version, { since: '7.0' });
  const at = new Map(
    host.vSwitches.map((vSwitch, i) => {
      const base = PORTSET * (i + (isNew ? 2 : 1));
      return [vSwitch.name, { vSwitch, base, uplinks: base + (isNew ? UPLINK : 0) }];
    }),
  );
  const on = new Map(
    host.portGroups.flatMap((group) => {
      const place = at.get(group.vSwitch);
      return place ? [[group.name, place] as const] : [];
    }),
  );
  const uplinks = [...at.values()].flatMap(({ vSwitch, uplinks: base }) =>
    vSwitch.uplinks.map((client): Port => {
      const mac = host.nics.find(({ name }) => name === client)?.mac ?? '';
      const id = base + FIRST.uplink + numberIn(client);
      const out = { uplink: client, uplinkPort: id };
      return { id, vSwitch, portGroup: '', kind: 'uplink', client, mac, worldId: 0, ip: '', ...out };
    }),
  );
  const portOf = new Map(uplinks.map(({ client, id }) => [client, id]));
  const within = (portGroup: string, nth: number) => {
    const place = on.get(portGroup);
    if (!place) return undefined;
    const { vSwitch, base } = place;
    const uplink = uplinkFor(host, portGroup, vSwitch);
    return { id: base + nth, vSwitch, portGroup, uplink, uplinkPort: portOf.get(uplink ?? '') ?? 0 };
  };
  const vmks = host.vmks.flatMap(({ name, portGroup, mac, ipv4 }): Port[] => {
    const place = within(portGroup, FIRST.vmk + numberIn(name));
    return place ? [{ ...place, kind: 'vmk', client: name, mac, worldId: 0, ip: ipv4.address }] : [];
  });
  const guests = host.vms.flatMap((vm) =>
    vm.power === 'on'
      ? vm.nics.flatMap(({ portGroup, mac }, nth): Port[] => {
          const place = within(portGroup, FIRST.vm + vm.id * VM_PORTS + nth);
          const ip = nth === 0 && vm.ip !== '' ? vm.ip : '0.0.0.0';
          return place
            ? [{ ...place, kind: 'vm', client: `${vm.name}.eth${nth}`, mac, worldId: vm.worldId, ip }]
            : [];
        })
      : [],
  );
  return [...uplinks, ...vmks, ...guests];
}

/** The first of those that are active and have a link. */
function uplinkFor(host: Host, portGroup: string, { teaming, uplinks }: VSwitch): string | undefined {
  const own = host.portGroups.find(({ name }) => name === portGroup)?.teaming;
  const active = own?.active ?? teaming.active;
  const standby = own?.standby ?? teaming.standby;
  return [...active, ...standby].find(
    (name) => uplinks.includes(name) && host.nics.some((nic) => nic.name === name && linkOf(nic).isUp),
  );
}

const numberIn = (name: string): number => Number(/\d+$/.exec(name)?.[0] ?? 0);
