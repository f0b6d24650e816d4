import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, long, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { System } from '../../model/system.ts';

type Coredump = System['coredump'];

export const COREDUMP_LEAVES = [
  leaf({
    path: 'system coredump file get',
    about: 'Tells the file that the kernel dumps into.',
    read: ({ system }) => system.coredump,
    prints: record<Coredump>('DumpFile', {
      Active: ({ activeFile }) => activeFile,
      Configured: ({ configuredFile }) => configuredFile,
    }),
  }),
  leaf({
    path: 'system coredump file list',
    about: 'Lists the files that the kernel may dump into.',
    read: ({ system: { coredump } }) => coredump.files.map((file) => ({ ...file, coredump })),
    prints: table<Coredump['files'][number] & { coredump: Coredump }>('DumpFile', {
      Path: ({ path }) => path,
      Active: ({ path, coredump }) => coredump.activeFile === path,
      Configured: ({ path, coredump }) => coredump.configuredFile === path,
      Size: ({ size }) => size,
    }),
  }),
  leaf({
    path: 'system coredump file add',
    about: 'Makes a file that the kernel may dump into.',
    options: {
      datastore: str('-d|--datastore', 'The name of the datastore.'),
      enable: bool('-e|--enable', 'Whether it is used.'),
      file: str('-f|--file', 'The name of the file.'),
      size: long('-s|--size', 'In MiB.'),
    },
    change(host, { datastore, enable = false, file, size = 2749 }) {
      const volume = host.volumes.find(({ name, type }) =>
        datastore === undefined ? type.startsWith('VMFS-') : name === datastore,
      );
      if (!volume) throw new Failure(`Unable to find datastore: ${datastore ?? ''}`);
      const path = `/vmfs/volumes/${volume.uuid}/vmkdump/${file ?? host.identity.uuid.toUpperCase()}.dumpfile`;
      const { coredump } = host.system;
      if (coredump.files.some((one) => one.path === path)) throw new Failure(`File already exists: ${path}`);
      coredump.files.push({ path, size: size * 2 ** 20 });
      if (enable) coredump.activeFile = coredump.configuredFile = path;
    },
  }),
  leaf({
    path: 'system coredump file set',
    about: 'Sets the file that the kernel dumps into.',
    options: {
      enable: bool('-e|--enable', 'Whether one is used.'),
      path: str('-p|--path', 'The file.'),
      smart: flag('-s|--smart', 'The host picks one; with --enable.'),
      unconfigure: flag('-u|--unconfigure', 'None is used, nor after a start.'),
    },
    change({ system: { coredump } }, { enable, path, smart, unconfigure }) {
      const known = path === undefined ? undefined : coredump.files.find((file) => file.path === path);
      if (path !== undefined && !known) throw new Failure(`Unable to find dump file: ${path}`);
      if (unconfigure) coredump.activeFile = coredump.configuredFile = '';
      else if (path !== undefined) coredump.activeFile = coredump.configuredFile = path;
      else if (enable === true) {
        if (smart && coredump.configuredFile === '') coredump.configuredFile = coredump.files[0]?.path ?? '';
        if (coredump.configuredFile === '') throw new Failure('No dump file is configured');
        coredump.activeFile = coredump.configuredFile;
      }
      if (enable === false) coredump.activeFile = '';
    },
  }),
  leaf({
    path: 'system coredump file remove',
    about: 'Removes a file that the kernel dumps into.',
    options: { file: str('-f|--file', 'The file.'), force: flag('-F|--force', 'Even if it is in use.') },
    change({ system: { coredump } }, { file = coredump.configuredFile, force }) {
      if (!coredump.files.some(({ path }) => path === file))
        throw new Failure(`Unable to find dump file: ${file}`);
      if (coredump.activeFile === file && !force)
        throw new Failure(`Unable to remove dump file ${file}: it is active`);
      coredump.files = coredump.files.filter(({ path }) => path !== file);
      if (coredump.activeFile === file) coredump.activeFile = '';
      if (coredump.configuredFile === file) coredump.configuredFile = '';
    },
  }),
  leaf({
    path: 'system coredump partition get',
    about: 'Tells the partition that the kernel dumps into.',
    read: ({ system }) => system.coredump,
    prints: record<Coredump>('DumpPartition', {
      Active: ({ activePartition }) => activePartition,
      Configured: ({ configuredPartition }) => configuredPartition,
    }),
  }),
  leaf({
    path: 'system coredump partition list',
    about: 'Lists the partitions that the kernel may dump into.',
    read: ({ system: { coredump } }) => (coredump.configuredPartition === '' ? [] : [coredump]),
    prints: table<Coredump>('DumpPartition', {
      Name: ({ configuredPartition }) => configuredPartition,
      Path: ({ configuredPartition }) => `/vmfs/devices/disks/${configuredPartition}`,
      Active: { value: ({ activePartition }) => activePartition !== '', of: 'boolean' },
      Configured: { value: () => true, of: 'boolean' },
    }),
  }),
  leaf({
    path: 'system coredump partition set',
    about: 'Sets the partition that the kernel dumps into.',
    options: {
      enable: bool('-e|--enable', 'Whether one is used.'),
      partition: str('-p|--partition', 'Such as naa.5:7.'),
      smart: flag('-s|--smart', 'The host picks one; with --enable.'),
      unconfigure: flag('-u|--unconfigure', 'None is used, nor after a start.'),
    },
    change({ system: { coredump }, devices }, { enable, partition, unconfigure }) {
      if (partition !== undefined && !devices.some(({ name }) => name === partition.replace(/:\d+$/, '')))
        throw new Failure(`Unable to find partition: ${partition}`);
      if (unconfigure) coredump.activePartition = coredump.configuredPartition = '';
      else if (partition !== undefined) coredump.activePartition = coredump.configuredPartition = partition;
      else if (enable === true && coredump.configuredPartition === '')
        throw new Failure('No dump partition is configured');
      else if (enable === true) coredump.activePartition = coredump.configuredPartition;
      if (enable === false) coredump.activePartition = '';
    },
  }),
  leaf({
    path: 'system coredump network get',
    about: 'Tells where the kernel dumps to over the network.',
    read: ({ system }) => system.coredump.network,
    prints: record<Coredump['network']>('NetworkDump', {
      Enabled: ({ enabled }) => enabled,
      'Host VNic': ({ vmk }) => vmk,
      'Is Using IPv6': ({ ip }) => ip.includes(':'),
      'Network Server IP': ({ ip }) => ip,
      'Network Server Port': ({ port }) => port,
    }),
  }),
  leaf({
    path: 'system coredump network set',
    about: 'Sets where the kernel dumps to over the network.',
    options: {
      enable: bool('-e|--enable', 'Whether it does.'),
      vmk: str('-v|--interface-name', 'The interface it goes out of.'),
      ipv4: str('-i|--server-ipv4', 'The IPv4 address of the server.'),
      ip: str('-j|--server-ip', 'The address of the server.'),
      port: long('-o|--server-port', 'Its port. Default 6500.'),
    },
    change(host, { enable, vmk, ipv4, ip = ipv4, port }) {
      const { network } = host.system.coredump;
      if (vmk !== undefined && !host.vmks.some(({ name }) => name === vmk))
        throw new Failure(`Unable to find interface: ${vmk}`);
      if (vmk !== undefined) network.vmk = vmk;
      if (ip !== undefined) network.ip = ip;
      if (port !== undefined || network.port === 0) network.port = port ?? 6500;
      if (enable === true && (network.ip === '' || network.vmk === ''))
        throw new Failure(
          'Unable to enable network coredump: the server and the interface must be set before',
        );
      if (enable !== undefined) network.enabled = enable;
    },
  }),
  leaf({
    path: 'system coredump network check',
    about: 'Asks the server of dumps whether it is there.',
    read({ system }) {
      if (!system.coredump.network.enabled) throw new Failure('Network coredump is not enabled');
      return 'Verified the configured netdump server is running';
    },
  }),
];
