import type { Description } from '../../../../../src/profiles/esxi/mock/model/host.ts';
import { listOf, readRecords, readTable } from './read-text.ts';
import type { Published, Seed } from './seed.ts';
import { none, yes } from './storage-none.ts';
import { hppPaths, nmpDevice } from './storage-paths.ts';

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
];
