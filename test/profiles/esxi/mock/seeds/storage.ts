import type { Description } from '../../../../../src/profiles/esxi/mock/model/host.ts';
import { listOf, readRecords, readTable } from './read-text.ts';
import type { Published, Seed } from './seed.ts';

const yes = (text = ''): boolean => text.trim() === 'true';
const none: Description = { adapters: [], devices: [], paths: [], volumes: [], vms: [] };

/** Undefined of what the release did not have. */
const given = <T>(text: string | undefined, of: (text: string) => T): T | undefined =>
  text === undefined ? undefined : of(text);

function volumes({ stdout }: Published): Description {
  const { rows, version } = readTable(stdout);
  const isNfs = (type = ''): boolean => type.startsWith('NFS');
  const space = (row: Readonly<Record<string, string>>) => ({
    size: Number(row['Size']),
    free: Number(row['Free']),
  });
  return {
    ...none,
    identity: { version },
    volumes: rows
      .filter((row) => !isNfs(row['Type']))
      .map((row) => ({
        name: row['Volume Name'] ?? '',
        uuid: row['UUID'] ?? '',
        type: row['Type'] ?? '',
        ...space(row),
      })),
    nfs: rows
      .filter((row) => isNfs(row['Type']))
      .map((row) => ({
        name: row['Volume Name'] ?? '',
        uuid: row['UUID'] ?? '',
        hosts: ['nas'],
        share: '/',
        ...space(row),
      })),
  };
}

const devices = ({ stdout }: Published): Description => {
  const records = readRecords(stdout);
  const hasPe = stdout.includes('Is VVOL PE');
  const hasUsb = stdout.includes('Is Boot USB Device');
  const version = !stdout.includes('Queue Full Sample Size')
    ? '5.0.0'
    : !hasPe
      ? '5.5.0'
      : hasUsb
        ? '6.5.0'
        : '9.0.0';
  return {
    ...none,
    identity: { version },
    devices: records.map(({ heading = '', fields }) => ({
      name: heading,
      displayName: fields['Display Name'],
      hasSettableDisplayName: yes(fields['Has Settable Display Name']),
      sizeMB: Number(fields['Size']),
      type: fields['Device Type'],
      plugin: fields['Multipath Plugin'],
      vendor: fields['Vendor'],
      model: fields['Model'],
      revision: fields['Revision'],
      scsiLevel: Number(fields['SCSI Level']),
      isPseudo: yes(fields['Is Pseudo']),
      status: fields['Status'],
      isRdmCapable: yes(fields['Is RDM Capable']),
      isLocal: yes(fields['Is Local']),
      isRemovable: yes(fields['Is Removable']),
      isSsd: yes(fields['Is SSD']),
      isOffline: yes(fields['Is Offline']),
      isPerenniallyReserved: yes(fields['Is Perennially Reserved']),
      thinProvisioning: fields['Thin Provisioning Status'],
      attachedFilters: listOf(fields['Attached Filters']),
      vaai: fields['VAAI Status'],
      uids: listOf(fields['Other UIDs']),
      isSas: yes(fields['Is SAS']),
      isUsb: yes(fields['Is USB']),
      isBoot: yes(fields['Is Boot Device']),
      queueDepth: given(fields['Device Max Queue Depth'], Number),
      outstandingIos: given(fields['No of outstanding IOs with competing worlds'], Number),
      driveType: fields['Drive Type'],
      raidLevel: fields['RAID Level'],
      physicalDrives: fields['Number of Physical Drives'],
    })),
  };
};

const extents = ({ stdout }: Published): Description => {
  const { rows, version } = readTable(stdout);
  return {
    ...none,
    identity: { version },
    devices: [...new Set(rows.map((row) => row['Device Name'] ?? ''))].map((name) => ({ name })),
    volumes: rows.map((row) => ({
      name: row['Volume Name'] ?? '',
      uuid: row['VMFS UUID'] ?? '',
      device: row['Device Name'] ?? '',
      partition: Number(row['Partition']),
    })),
  };
};

function adapterRows(
  rows: readonly Readonly<Record<string, string>>[],
): NonNullable<Description['adapters']> {
  return rows.map((row) => ({
    name: row['HBA Name'] ?? '',
    driver: row['Driver'] ?? '',
    linkState: row['Link State'] ?? '',
    uid: row['UID'] ?? '',
    capabilities: row['Capabilities'] ?? '',
    description: row['Description'] ?? '',
  }));
}

function hppPaths({ stdout }: Published): Description {
  const records = readRecords(stdout);
  const first = records[0]?.fields ?? {};
  const name = first['Device'] ?? '';
  const adapters = [
    ...new Set(records.map(({ fields }) => (fields['Runtime Name'] ?? '').split(':')[0] ?? '')),
  ];
  return {
    ...none,
    adapters: adapters.map((adapter) => ({ name: adapter })),
    devices: [{ name, displayName: first['Device Display Name'], plugin: 'HPP' }],
    paths: records.map(({ heading, fields }) => ({
      name: fields['Runtime Name'] ?? '',
      device: name,
      uid: heading,
      state: fields['Path State'],
      config: fields['Path Config'],
    })),
  };
}

function nmpDevice({ stdout }: Published): Description {
  const [record] = readRecords(stdout);
  const { heading: name = '', fields = {} } = record ?? {};
  const working = listOf(fields['Working Paths']);
  return {
    ...none,
    adapters: [...new Set(working.map((path) => path.split(':')[0] ?? ''))].map((adapter) => ({
      name: adapter,
    })),
    devices: [
      {
        name,
        plugin: 'NMP',
        displayName: fields['Device Display Name'],
        satp: fields['Storage Array Type'],
        satpConfig: fields['Storage Array Type Device Config'],
        psp: fields['Path Selection Policy'],
        isUsb: yes(fields['Is USB']),
      },
    ],
    paths: working.map((path) => ({ name: path, device: name })),
  };
}

const nfs = ({ stdout }: Published): NonNullable<Description['nfs']> =>
  readTable(stdout).rows.map((row) => ({
    name: row['Volume Name'] ?? '',
    version: row['Host(s)'] === undefined ? ('3' as const) : ('4.1' as const),
    hosts: (row['Host(s)'] ?? row['Host'] ?? '').split(','),
    share: row['Share'] ?? '',
    accessible: yes(row['Accessible']),
    mounted: yes(row['Mounted']),
    readOnly: yes(row['Read-Only']),
    isPe: yes(row['isPE']),
    acceleration: row['Hardware Acceleration'],
    security: row['Security'] ?? 'AUTH_SYS',
  }));

function pathsByDevice({ stdout }: Published): Description {
  const [first = '', ...lines] = stdout.split('\n').filter((line) => line !== '');
  const [name = '', displayName = ''] = first.split(' : ');
  const paths = lines.map((line) => {
    const [, path = '', lun, state, transport, adapterDetails, targetDetails] =
      /^ +(\S+) LUN:(\d+) state:(\w+) (\w+) Adapter: (.*?) Target: (.*)$/.exec(line) ?? [];
    return { name: path, device: name, lun: Number(lun), state, transport, adapterDetails, targetDetails };
  });
  const adapters = [...new Set(paths.map((path) => path.name.split(':')[0] ?? ''))];
  return {
    ...none,
    adapters: adapters.map((adapter) => ({ name: adapter })),
    devices: [{ name, displayName }],
    paths,
  };
}

export const STORAGE_SEEDS: readonly Seed[] = [
  { command: 'esxcli storage filesystem list', host: volumes },
  { command: 'esxcli storage core device list', host: devices },
  {
    command: 'esxcli storage core device smart get',
    host: ({ stdout, command }) => ({
      ...none,
      devices: [
        {
          name: command.split(' ').at(-1) ?? '',
          smart: readTable(stdout).rows.map((row) => ({
            parameter: row['Parameter'] ?? '',
            value: row['Value'] ?? '',
            threshold: row['Threshold'] ?? '',
            worst: row['Worst'] ?? '',
          })),
        },
      ],
    }),
  },
  {
    command: 'esxcli storage core adapter list',
    host({ stdout }) {
      const { rows, version } = readTable(stdout);
      return { ...none, identity: { version }, adapters: adapterRows(rows) };
    },
  },
  { command: 'esxcli storage core adapter rescan', host: () => ({}) },
  { command: 'esxcli storage vmfs extent list', host: extents },
  { command: 'esxcli storage hpp path list', host: hppPaths },
  { command: 'esxcli storage nmp device list', host: nmpDevice },
  {
    command: 'esxcli storage nmp psp roundrobin deviceconfig get',
    host({ stdout }) {
      const fields = readRecords(stdout)[0]?.fields ?? {};
      return {
        ...none,
        identity: { version: '6.0.0' },
        devices: [
          {
            name: fields['Device'] ?? '',
            psp: 'VMW_PSP_RR',
            roundRobin: { bytes: Number(fields['Byte Limit']), iops: Number(fields['IOOperation Limit']) },
          },
        ],
      };
    },
  },
  { command: 'esxcli storage nfs41 list', host: (published) => ({ nfs: nfs(published) }) },
  { command: 'esxcli storage nfs list', host: (published) => ({ nfs: nfs(published) }) },
  {
    command: 'esxcli storage nfs add',
    host({ stdout }) {
      const [, host = '', share = '', name = ''] = / {2}(.*?):(\S+) .* name (.*)\n$/.exec(stdout) ?? [];
      return { nfs: [{ name, hosts: [host], share }] };
    },
  },
  {
    command: 'esxcli iscsi adapter get',
    host({ stdout }) {
      const [record] = readRecords(stdout);
      const { heading: name = '', fields = {} } = record ?? {};
      return {
        iscsi: {
          adapters: [
            {
              name,
              iqn: fields['Name'],
              vendor: fields['Vendor'],
              model: fields['Model'],
              description: fields['Description'],
            },
          ],
        },
      };
    },
  },
  {
    command: 'esxcfg-scsidevs -a',
    host({ stdout }) {
      const adapters = stdout.split('\n').flatMap((line) => {
        const [, name, driver, linkState, uid, description] =
          /^ ?(\S+) +(\S+) +(\S+) +(\S+) +(.*)$/.exec(line) ?? [];
        return name === undefined ? [] : [{ name, driver, linkState, uid, description }];
      });
      return { ...none, adapters };
    },
  },
  { command: 'esxcfg-mpath -b', host: pathsByDevice },
  { command: 'partedUtil showGuids', host: () => ({}) },
  {
    command: 'partedUtil setptbl',
    // One that is smaller than what is asked for.
    host: ({ command }) => ({
      ...none,
      devices: [{ name: /disks\/(\S+)/.exec(command)?.[1] ?? '', sizeMB: 133_120 }],
    }),
  },
  { command: 'vmkfstools -Ph', host: fileSystem },
  { command: 'vmkfstools -i', host: disks, cwd: '/vmfs/volumes/here' },
];

function fileSystem({ stdout }: Published): Description {
  const valueOf = (pattern: RegExp): string => pattern.exec(stdout)?.[1] ?? '';
  const GB = 2 ** 30;
  const size = Math.round(Number(valueOf(/Capacity ([\d.]+) GB/)) * GB);
  const used = Number(valueOf(/^File Blocks .*: 0\/(\d+)\//m)) * 2 ** 20;
  const [device = '', partition] = valueOf(/^Partitions spanned .*: (\S+)$/m).split(':');
  return {
    ...none,
    identity: { version: '6.7.0' },
    devices: [{ name: device }],
    volumes: [
      {
        name: valueOf(/label \(if any\): (.*)$/m),
        uuid: valueOf(/^UUID: (.*)$/m),
        size,
        free: size - used,
        device,
        partition: Number(partition),
      },
    ],
  };
}

/** The disk that is copied is there, unless that is what the host says of it; before 5.0 the progress was told alone. */
function disks({ stdout, command }: Published): Description {
  const words = command.split(' ');
  const [from = '', to = ''] = [words[2], words[3]];
  const place = (path: string): readonly [volume: string, below: string] => {
    const [, volume = 'here', below = path] = /^\/vmfs\/volumes\/([^/]+)\/(.*)$/.exec(path) ?? [];
    return [volume, below];
  };
  const flat = from.replace(/\.vmdk$/, '-flat.vmdk');
  const descriptor = `# Disk DescriptorFile\nRW 2048 VMFS "${flat.slice(flat.lastIndexOf('/') + 1)}"\n`;
  const isDisk = !stdout.includes('not a virtual disk');
  const [[volume, below], [other, target]] = [place(from), place(to)];
  const files = { [below]: isDisk ? descriptor : { size: 1_048_576 }, [place(flat)[1]]: { size: 1_048_576 } };
  const targetFolder = { [`${target.slice(0, target.lastIndexOf('/') + 1)}.keep`]: '' };
  return {
    ...none,
    identity: { version: stdout.startsWith('\r') ? '4.0.0' : '6.7.0' },
    volumes: [
      { name: volume, uuid: 'source', files: volume === other ? { ...files, ...targetFolder } : files },
      ...(volume === other ? [] : [{ name: other, uuid: 'target', files: targetFolder }]),
    ],
  };
}
