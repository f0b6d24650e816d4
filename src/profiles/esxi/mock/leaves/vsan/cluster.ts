import { leaf } from '../../esxcli/leaf.ts';
import { flag, required, str } from '../../esxcli/option.ts';
import { record, records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { uuidOf } from '../../model/derived.ts';
import type { Host } from '../../model/host.ts';
import type { Vsan } from '../../model/san.ts';

/** @throws Failure */
export function inCluster({ vsan }: Host): Vsan {
  if (vsan.enabled) return vsan;
  throw new Failure('vSAN Clustering is not enabled on this host');
}

const interfaceName = required(str('-i|--interface-name', 'The interface: vmk1.'));

function clusterLeaf(verb: 'get' | 'list') {
  return leaf({
    path: `vsan cluster ${verb}`,
    about: 'Tells of the vSAN cluster that the host is in.',
    read: (host, _, world) => ({
      vsan: inCluster(host),
      now: `${new Date(world.now()).toISOString().slice(0, 19)}Z`,
    }),
    prints: record<{ vsan: Vsan; now: string }>(
      'VsanCluster',
      {
        Enabled: ({ vsan }) => vsan.enabled,
        'Current Local Time': ({ now }) => now,
        'Local Node UUID': ({ vsan }) => vsan.node,
        'Local Node Type': () => 'NORMAL',
        'Local Node State': () => 'MASTER',
        'Local Node Health State': () => 'HEALTHY',
        'Sub-Cluster Master UUID': ({ vsan }) => vsan.node,
        'Sub-Cluster Backup UUID': ({ vsan }) => vsan.members.find((one) => one !== vsan.node) ?? '',
        'Sub-Cluster UUID': ({ vsan }) => vsan.cluster,
        'Sub-Cluster Membership Entry Revision': () => 0,
        'Sub-Cluster Member Count': ({ vsan }) => vsan.members.length,
        'Sub-Cluster Member UUIDs': ({ vsan }) => vsan.members,
      },
      () => 'Cluster Information',
    ),
  });
}

export const CLUSTER_LEAVES = [
  clusterLeaf('get'),
  clusterLeaf('list'),
  leaf({
    path: 'vsan cluster new',
    about: 'Makes a vSAN cluster, with this host in it.',
    change(host, _, world) {
      join(host, uuidOf(`vsan cluster ${world.random()}`));
    },
  }),
  leaf({
    path: 'vsan cluster join',
    about: 'Puts the host into a vSAN cluster.',
    options: {
      cluster: required(str('-u|--cluster-uuid', 'The cluster.')),
      wait: flag('-w|--wait', 'Until it is in.'),
    },
    change(host, { cluster }) {
      join(host, cluster);
    },
  }),
  leaf({
    path: 'vsan cluster leave',
    about: 'Takes the host out of its vSAN cluster.',
    change(host) {
      const vsan = inCluster(host);
      vsan.enabled = false;
      vsan.cluster = '';
      vsan.members = [];
    },
  }),
  leaf({
    path: 'vsan cluster unicastagent list',
    about: 'Lists the other nodes of the cluster.',
    read: ({ vsan }) => vsan.unicast,
    prints: table<Vsan['unicast'][number]>('VsanUnicastAgent', {
      NodeUuid: ({ node }) => node,
      IsWitness: { value: () => 0, of: 'integer' },
      'Supports Unicast': { value: () => true, of: 'boolean' },
      'IP Address': ({ address }) => address,
      Port: { value: ({ port }) => port, of: 'integer' },
      'Iface Name': () => '',
    }),
  }),
  leaf({
    path: 'vsan network list',
    about: 'Lists the interfaces that vSAN uses.',
    read: ({ vsan }) => vsan.vmks,
    prints: records<Vsan['vmks'][number]>('VsanNetwork', () => 'Interface', {
      'VmkNic Name': ({ name }) => name,
      'IP Protocol': () => 'IP',
      'Interface UUID': ({ name }) => uuidOf(`vsan interface ${name}`),
      'Agent Group Multicast Address': () => '224.2.3.4',
      'Agent Group IPv6 Multicast Address': () => 'ff19::2:3:4',
      'Agent Group Multicast Port': () => 23_451,
      'Master Group Multicast Address': () => '224.1.2.3',
      'Master Group IPv6 Multicast Address': () => 'ff19::1:2:3',
      'Master Group Multicast Port': () => 12_345,
      'Host Unicast Channel Bound Port': () => 12_321,
      'Data-in-Transit Encryption Key Exchange Port': () => 0,
      'Multicast TTL': () => 5,
      'Traffic Type': ({ traffic }) => traffic,
    }),
  }),
  leaf({
    path: 'vsan network ip add',
    about: 'Has vSAN use an interface.',
    options: { interfaceName, traffic: str('-T|--traffic-type', 'vsan or witness.') },
    change(host, given) {
      if (!host.vmks.some(({ name }) => name === given.interfaceName)) {
        throw new Failure(`Interface ${given.interfaceName} not found`);
      }
      if (host.vsan.vmks.some(({ name }) => name === given.interfaceName)) {
        throw new Failure(`Interface ${given.interfaceName} is already in use`);
      }
      host.vsan.vmks.push({ name: given.interfaceName, traffic: given.traffic ?? 'vsan' });
    },
  }),
  leaf({
    path: 'vsan network remove',
    about: 'Has vSAN use an interface no more.',
    options: { interfaceName, force: flag('-f|--force', 'Even if it is the last one.') },
    change({ vsan }, given) {
      const left = vsan.vmks.filter(({ name }) => name !== given.interfaceName);
      if (left.length === vsan.vmks.length) throw new Failure(`Interface ${given.interfaceName} not found`);
      vsan.vmks = left;
    },
  }),
];

function join(host: Host, cluster: string): void {
  const { vsan } = host;
  if (vsan.enabled) throw new Failure('Host is already member of a vSAN cluster.');
  vsan.enabled = true;
  vsan.cluster = cluster;
  vsan.members = [vsan.node];
}
