import type { Problem } from '../../../../manifest/problem.ts';
import { nearestWord } from '../../../../nearest-word.ts';
import type { Description, Host } from './host.ts';
import type { Vm } from './vms.ts';

/** Lists of which each item is known by something: no two by the same. */
const KNOWN_BY = {
  pci: 'address',
  advanced: 'path',
  kernel: 'name',
  modules: 'name',
  nics: 'name',
  vSwitches: 'name',
  portGroups: 'name',
  vmks: 'name',
  dvSwitches: 'name',
  netstacks: 'key',
  services: 'name',
  accounts: 'id',
  permissions: 'principal',
  adapters: 'name',
  devices: 'name',
  paths: 'name',
  volumes: 'uuid',
  unresolvedVolumes: 'uuid',
  nfs: 'name',
  vibs: 'name',
  depots: 'at',
  vms: 'id',
  resourcePools: 'id',
  tasks: 'id',
} as const satisfies { readonly [K in keyof Host]?: string };

type Listed = keyof typeof KNOWN_BY;

/** What is wrong with a host that is all right in form: what is there twice, and what names something that is not there. */
export function referenceProblems(host: Host): Problem[] {
  const twice = (Object.keys(KNOWN_BY) as Listed[]).flatMap((list) =>
    twiceIn(list, host[list], KNOWN_BY[list]),
  );
  const rulesets = host.firewall.rulesets;
  return [
    ...twice,
    ...twiceIn('firewall.rulesets', rulesets, 'name'),
    ...twiceIn(
      'volumes',
      host.volumes.filter(({ name }) => name !== ''),
      'name',
    ),
    ...dangling(host),
  ];
}

/** Those that a description says twice, and a host has once. */
export const saidTwice = ({ advanced = [], kernel = [] }: Description): Problem[] => [
  ...twiceIn('advanced', advanced, 'path'),
  ...twiceIn('kernel', kernel, 'name'),
];

function twiceIn(list: string, items: readonly object[], key: string): Problem[] {
  const seen = new Set<unknown>();
  return items.flatMap((item, i) => {
    const value = (item as Readonly<Record<string, unknown>>)[key];
    if (!seen.has(value)) return (seen.add(value), []);
    const message = `there is one with ${key} ${JSON.stringify(value)} already`;
    return [{ path: [...list.split('.'), i, key], message }];
  });
}

function dangling(host: Host): Problem[] {
  const nic = known('NIC', host.nics);
  const vSwitch = known('vSwitch', host.vSwitches);
  const dvSwitch = known('distributed switch', host.dvSwitches);
  const portGroup = known('port group', host.portGroups);
  const vmk = known('interface', host.vmks);
  const device = known('device', host.devices);
  const adapter = known('adapter', host.adapters);
  const volume = known('volume', [...host.volumes, ...host.nfs]);
  const pool = known(
    'resource pool',
    host.resourcePools.map(({ id }) => ({ name: id })),
  );
  const vm = known(
    'VM',
    host.vms.map(({ id }) => ({ name: String(id) })),
  );
  const netstack = known(
    'TCP/IP stack',
    host.netstacks.map(({ key }) => ({ name: key })),
  );
  return [
    ...host.vSwitches.flatMap(({ uplinks }, i) =>
      uplinks.flatMap((name, n) => nic(['vSwitches', i, 'uplinks', n], name)),
    ),
    ...host.dvSwitches.flatMap(({ uplinks }, i) =>
      uplinks.flatMap((name, n) => nic(['dvSwitches', i, 'uplinks', n], name)),
    ),
    ...host.portGroups.flatMap((one, i) => vSwitch(['portGroups', i, 'vSwitch'], one.vSwitch)),
    ...host.vmks.flatMap((one, i) => [
      ...(one.dvSwitch === ''
        ? portGroup(['vmks', i, 'portGroup'], one.portGroup)
        : dvSwitch(['vmks', i, 'dvSwitch'], one.dvSwitch)),
      ...netstack(['vmks', i, 'netstack'], one.netstack),
    ]),
    ...host.routes.flatMap((one, i) => vmk(['routes', i, 'vmk'], one.vmk)),
    ...host.paths.flatMap((one, i) => [
      ...device(['paths', i, 'device'], one.device),
      ...adapter(['paths', i, 'adapter'], one.adapter),
    ]),
    ...host.volumes.flatMap((one, i) =>
      one.device === '' ? [] : device(['volumes', i, 'device'], one.device),
    ),
    ...host.unresolvedVolumes.flatMap((one, i) =>
      one.device === '' ? [] : device(['unresolvedVolumes', i, 'device'], one.device),
    ),
    ...host.vms.flatMap((one, i) => [
      ...volume(['vms', i, 'volume'], one.volume),
      ...pool(['vms', i, 'pool'], one.pool),
      ...snapshotsOf(one, ['vms', i]),
      ...one.nics.flatMap((vmNic, n) =>
        vmNic.portGroup === '' ? [] : portGroup(['vms', i, 'nics', n, 'portGroup'], vmNic.portGroup),
      ),
    ]),
    ...host.resourcePools.flatMap(({ parent }, i) =>
      parent === '' ? [] : pool(['resourcePools', i, 'parent'], parent),
    ),
    ...host.autostart.vms.flatMap((one, i) => vm(['autostart', 'vms', i, 'vm'], String(one.vm))),
    ...sharedUplinks(host),
  ];
}

/** The snapshot that a VM runs on, and those that others were made on. */
function snapshotsOf({ snapshot, snapshots }: Vm, path: Problem['path']): Problem[] {
  const there = known('snapshot', [
    { name: '0' }, // none
    ...snapshots.map(({ id }) => ({ name: String(id) })),
  ]);
  return [
    ...there([...path, 'snapshot'], String(snapshot)),
    ...snapshots.flatMap(({ parent }, i) => there([...path, 'snapshots', i, 'parent'], String(parent))),
  ];
}

/** A NIC is an uplink of one switch. */
function sharedUplinks({ vSwitches, dvSwitches }: Host): Problem[] {
  const owners = new Map<string, string>();
  return Object.entries({ vSwitches, dvSwitches }).flatMap(([list, switches]) =>
    switches.flatMap(({ name, uplinks }, i) =>
      uplinks.flatMap((nic, n) => {
        const owner = owners.get(nic);
        owners.set(nic, name);
        if (owner === undefined) return [];
        const message = `${nic} is an uplink of ${JSON.stringify(owner)} already`;
        return [{ path: [list, i, 'uplinks', n], message }];
      }),
    ),
  );
}

/** Whether what is named is there; and if not, which name was meant. */
function known(
  what: string,
  all: readonly { name: string }[],
): (path: Problem['path'], name: string) => Problem[] {
  const names = new Set(all.map(({ name }) => name));
  return (path, name) => {
    if (names.has(name)) return [];
    const near = nearestWord(name, [...names]);
    const hint = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
    return [{ path, message: `there is no ${what} named ${JSON.stringify(name)}${hint}` }];
  };
}
