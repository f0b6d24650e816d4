import { leaf } from '../../esxcli/leaf.ts';
import { bool, required, str } from '../../esxcli/option.ts';
import { record, records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { uuidOf } from '../../model/derived.ts';
import type { Vsan } from '../../model/san.ts';
import { inCluster } from './cluster.ts';

export const VSAN_STORAGE_LEAVES = [
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
