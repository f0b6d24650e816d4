import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, str } from '../../esxcli/option.ts';
import { records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { type Partition, PARTITION_TYPES, sectorsOf } from '../../model/partitions.ts';
import type { Device } from '../../model/storage.ts';
import { device, deviceNamed, devicesOf } from './device-named.ts';

const named = (one: Device): string => one.name;

export const PARTITION_LEAVES = [
  leaf({
    path: 'storage core device partition list',
    about: 'Lists the partitions of devices; 0 is the whole device.',
    options: { device },
    read: (host, given) =>
      devicesOf(host, given.device).flatMap((one) => [
        { one, number: 0, start: 0, end: sectorsOf(one), type: '0' },
        ...one.partitions.map(({ number, start, end, ...partition }) => ({
          one,
          number,
          start,
          // The first sector behind it.
          end: end + 1,
          type: mbrTypeOf(partition),
        })),
      ]),
    prints: table<Row>('DevicePartition', {
      Device: ({ one }) => one.name,
      Partition: { value: ({ number }) => number, of: 'integer' },
      'Start Sector': { value: ({ start }) => start, of: 'integer' },
      'End Sector': { value: ({ end }) => end, of: 'integer' },
      Type: { value: ({ type }) => type, align: 'right' },
      Size: { value: ({ start, end }) => (end - start) * 512, of: 'integer' },
    }),
  }),
  leaf({
    path: 'storage core device partition showguid',
    about: 'Lists what partitions of devices are for, by GUIDs.',
    options: { device },
    read: (host, given) =>
      devicesOf(host, given.device).flatMap((one) => [
        { one, number: 0, guid: '00000000000000000000000000000000' },
        ...one.partitions.map(({ number, type }) => ({ one, number, guid: type })),
      ]),
    prints: table<{ one: Device; number: number; guid: string }>('DevicePartitionGuid', {
      Device: ({ one }) => one.name,
      Partition: { value: ({ number }) => number, of: 'integer' },
      Layout: ({ one }) => one.label.toUpperCase(),
      GUID: ({ guid }) => guid.toLowerCase(),
    }),
  }),
  leaf({
    path: 'storage core device vaai status get',
    about: 'Tells what arrays do for the host.',
    options: { device },
    read: (host, given) => devicesOf(host, given.device),
    prints: records<Device>('VAAIDevice', named, {
      'VAAI Plugin Name': ({ vaaiPlugin }) => vaaiPlugin,
      'ATS Status': ({ ats }) => ats,
      'Clone Status': ({ clone }) => clone,
      'Zero Status': ({ zero }) => zero,
      'Delete Status': ({ unmap }) => unmap,
    }),
  }),
  leaf({
    path: 'storage core device vaai status set',
    about: 'Changes what arrays do for the host.',
    options: {
      ats: bool('-a|--ats-enabled', 'Locks by ATS.'),
      clone: bool('-c|--clone-enabled', 'Copies.'),
      device: str('-D|--device', 'The device.'),
      unmap: bool('-d|--delete-enabled', 'Free blocks are given back.'),
      zero: bool('-Z|--zero-enabled', 'Zeros.'),
    },
    change(host, given) {
      if (given.device === undefined) throw new Failure('Error: Missing required parameter --device');
      const one = deviceNamed(host, given.device);
      const said = (isOn: boolean): string => (isOn ? 'supported' : 'unsupported');
      if (given.ats !== undefined) one.ats = said(given.ats);
      if (given.clone !== undefined) one.clone = said(given.clone);
      if (given.unmap !== undefined) one.unmap = said(given.unmap);
      if (given.zero !== undefined) one.zero = said(given.zero);
    },
  }),
  ...(['ats', 'clone', 'delete', 'zero'] as const).map((what) =>
    leaf({
      path: `storage core device vaai ${what} list`,
      about: `Lists what arrays do for the host: ${what}.`,
      options: { device, all: flag('-a|--all', 'Those too that cannot.') },
      read: (host, given) =>
        devicesOf(host, given.device).map((one) => ({
          one,
          status: one[what === 'delete' ? 'unmap' : what],
        })),
      prints: table<{ one: Device; status: string }>('VAAIPrimitive', {
        Device: ({ one }) => one.name,
        Status: ({ status }) => status,
      }),
    }),
  ),
];

interface Row {
  one: Device;
  number: number;
  start: number;
  end: number;
  type: string;
}

/** The number that partitions of this kind have in tables of the older kind. */
function mbrTypeOf({ type }: Pick<Partition, 'type'>): string {
  if (type === PARTITION_TYPES.vmfs) return 'fb';
  if (type === PARTITION_TYPES.vmkDiagnostic) return 'fc';
  if (type === PARTITION_TYPES['Basic Data']) return '6';
  return type === PARTITION_TYPES['Linux Swap'] ? '82' : '0';
}
