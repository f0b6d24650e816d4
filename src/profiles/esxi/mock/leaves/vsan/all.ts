import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, required, str } from '../../esxcli/option.ts';
import { record, records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { uuidOf } from '../../model/derived.ts';
import type { Vsan } from '../../model/san.ts';
import type { Area } from '../area.ts';

/** @throws Failure */
function inCluster({ vsan }: Host): Vsan {
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

const VSAN_LEAVES = [
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
  leaf({
    path: 'vsan storage list',
    about: 'Lists the disks that vSAN has.',
    options: { device: str('-d|--device', 'Only this device.'), uuid: str('-u|--uuid', 'Only this disk.') },
    read: (host, given) =>
      host.vsan.disks
        .filter((one) => given.device === undefined || one.device === given.device)
        .filter((one) => given.uuid === undefined || one.uuid === given.uuid || one.group === given.uuid)
        .map((disk) => ({
          disk,
          isSsd: host.devices.find(({ name }) => name === disk.device)?.isSsd ?? false,
        })),
    prints: records<{ disk: Vsan['disks'][number]; isSsd: boolean }>(
      'VsanStorage',
      ({ disk }) => disk.device,
      {
        Device: ({ disk }) => disk.device,
        'Display Name': ({ disk }) => disk.device,
        'Is SSD': ({ isSsd }) => isSsd,
        'VSAN UUID': ({ disk }) => disk.uuid,
        'VSAN Disk Group UUID': ({ disk }) => disk.group,
        'VSAN Disk Group Name': ({ disk }) => disk.device,
        'Used by this host': () => true,
        'In CMMDS': () => true,
        'On-disk format version': () => 15,
        Deduplication: () => false,
        Compression: () => false,
        Checksum: () => '',
        'Checksum OK': () => true,
        'Is Capacity Tier': ({ disk }) => !disk.isCache,
        'Encryption Metadata Checksum OK': () => true,
        Encryption: () => false,
        DiskKeyLoaded: () => false,
        'Is Mounted': () => true,
      },
    ),
  }),
  leaf({
    path: 'vsan storage automode get',
    about: 'Tells whether vSAN takes disks by itself.',
    read: ({ vsan }) => vsan,
    prints: record<Vsan>('VsanAutomode', { Enabled: ({ automode }) => automode }),
  }),
  leaf({
    path: 'vsan storage automode set',
    about: 'Changes whether vSAN takes disks by itself.',
    options: { enabled: required(bool('-e|--enabled', 'Whether it does.')) },
    change({ vsan }, { enabled }) {
      vsan.automode = enabled;
    },
  }),
  leaf({
    path: 'vsan storage remove',
    about: 'Takes disks away from vSAN.',
    options: {
      disk: str('-d|--disk', 'This disk.'),
      ssd: str('-s|--ssd', 'The group of this disk.'),
      uuid: str('-u|--uuid', 'This disk or group.'),
    },
    change({ vsan }, given) {
      const group =
        vsan.disks.find(({ device, isCache }) => isCache && device === given.ssd)?.group ?? given.uuid;
      const left = vsan.disks.filter(
        (one) => one.device !== given.disk && one.uuid !== given.uuid && one.group !== group,
      );
      if (left.length === vsan.disks.length) throw new Failure('Unable to remove device: No such device');
      vsan.disks = left;
    },
  }),
  leaf({
    path: 'vsan policy getdefault',
    about: 'Tells the policies that objects get.',
    options: {
      policyClass: str('-c|--policy-class', 'Only of these: cluster, vdisk, vmnamespace, vmswap, vmem.'),
    },
    read: ({ vsan }, given) =>
      Object.entries(vsan.policies)
        .filter(([name]) => given.policyClass === undefined || name === given.policyClass)
        .map(([name, value]) => ({ name, value })),
    prints: table<{ name: string; value: string }>('VsanPolicy', {
      'Policy Class': ({ name }) => name,
      'Policy Value': ({ value }) => value,
    }),
  }),
  leaf({
    path: 'vsan policy setdefault',
    about: 'Changes a policy that objects get.',
    options: {
      policyClass: required(str('-c|--policy-class', 'Of these objects.')),
      policy: required(str('-p|--policy', 'The policy.')),
    },
    change({ vsan }, given) {
      if (vsan.policies[given.policyClass] === undefined)
        throw new Failure(`Invalid policy class: ${given.policyClass}`);
      vsan.policies[given.policyClass] = given.policy;
    },
  }),
  leaf({
    path: 'vsan faultdomain get',
    about: 'Tells the fault domain of the host.',
    read: ({ vsan }) => vsan,
    prints: record<Vsan>('VsanFaultDomain', {
      'Fault Domain Id': ({ faultDomain }) =>
        faultDomain === '' ? '' : uuidOf(`fault domain ${faultDomain}`),
      'Fault Domain Name': ({ faultDomain }) => faultDomain,
    }),
  }),
  leaf({
    path: 'vsan faultdomain set',
    about: 'Changes the fault domain of the host.',
    options: { name: required(str('-n|--fdname', 'Its name.')) },
    change({ vsan }, { name }) {
      vsan.faultDomain = name;
    },
  }),
  leaf({
    path: 'vsan datastore name get',
    about: 'Tells the name of the vSAN datastore.',
    read: ({ vsan }) => vsan,
    prints: record<Vsan>('VsanDatastoreName', { Name: ({ datastore }) => datastore }),
  }),
  leaf({
    path: 'vsan datastore name set',
    about: 'Changes the name of the vSAN datastore.',
    options: { name: required(str('-n|--newname', 'The name.')) },
    change({ vsan }, { name }) {
      vsan.datastore = name;
    },
  }),
  leaf({
    path: 'vsan health cluster list',
    about: 'Tells how the vSAN cluster is.',
    read: (host) => {
      inCluster(host);
      return [
        'Overall health findings',
        'Cluster',
        'Network',
        'Physical disk',
        'Data',
        'Capacity utilization',
      ].map((name) => ({ name }));
    },
    prints: table<{ name: string }>('VsanHealth', {
      'Health Test Name': ({ name }) => name,
      Status: ({ name }) => (name.startsWith('Overall') ? 'green (OK)' : 'green'),
    }),
  }),
];

function join(host: Host, cluster: string): void {
  const { vsan } = host;
  if (vsan.enabled) throw new Failure('Host is already member of a vSAN cluster.');
  vsan.enabled = true;
  vsan.cluster = cluster;
  vsan.members = [vsan.node];
}

export const VSAN: Area = {
  namespaces: {
    vsan: 'vSAN: cluster, network, disks, policies.',
    'vsan cluster': 'The cluster that the host is in.',
    'vsan cluster unicastagent': 'The other nodes of the cluster.',
    'vsan datastore': 'The vSAN datastore.',
    'vsan datastore name': 'Its name.',
    'vsan faultdomain': 'The fault domain of the host.',
    'vsan health': 'How the cluster is.',
    'vsan health cluster': 'How the cluster is.',
    'vsan network': 'The interfaces that vSAN uses.',
    'vsan network ip': 'Those of IP.',
    'vsan policy': 'The policies that objects get.',
    'vsan storage': 'The disks that vSAN has.',
    'vsan storage automode': 'Whether it takes disks by itself.',
  },
  leaves: VSAN_LEAVES,
};
