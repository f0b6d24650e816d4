import type { Host } from '../model/host.ts';
import type { Adapter, Device } from '../model/storage.ts';
import type { Said } from '../said.ts';
import { devfsPath } from '../volumes/devices.ts';
import { Failure } from '../failure.ts';
import { readToolArgs, type ToolOption } from './options.ts';
import type { Tool } from './tool.ts';

export const ESXCFG_SCSIDEVS: Tool = {
  name: 'esxcfg-scsidevs',
  about: 'Lists storage devices, adapters and the volumes on them.',
  run({ args }, { state }) {
    const { options } = readToolArgs(args, OPTIONS, 'esxcfg-scsidevs');
    const { host } = state;
    if (options.has('h') || options.size === 0) return { stdout: USAGE, exit: options.size === 0 ? 1 : 0 };
    const devices = devicesAsked(host, options.get('d'));
    if (options.has('l')) return { stdout: devices.map(block).join('') };
    if (options.has('c')) return { stdout: COMPACT_HEAD + devices.map(compact).join('') };
    if (options.has('m')) return mapped(host, devices);
    if (options.has('u'))
      return { stdout: devices.map((one) => `${one.name.padEnd(64)} ${one.uids.join(' ')}\n`).join('') };
    if (options.has('a')) return { stdout: host.adapters.map(adapterLine).join('') };
    if (options.has('A')) return { stdout: byAdapter(host) };
    return { stdout: USAGE, exit: 1, notImplemented: `esxcfg-scsidevs ${args.join(' ')}` };
  },
};

const OPTIONS: readonly ToolOption[] = [
  ['l', 'list', 'flag'],
  ['c', 'compact-list', 'flag'],
  ['u', 'uids', 'flag'],
  ['m', 'vmfs', 'flag'],
  ['a', 'hbas', 'flag'],
  ['A', 'hba-device-list', 'flag'],
  ['d', 'device', 'value'],
  ['h', 'help', 'flag'],
];

const USAGE = `esxcfg-scsidevs <command> [options]
  -l|--list             List all devices.
  -c|--compact-list     List all devices, a line each.
  -u|--uids             List the names of devices.
  -m|--vmfs             List the volumes on devices.
  -a|--hbas             List adapters.
  -A|--hba-device-list  List the devices at adapters.
  -d|--device DEVICE    Only this device.
  -h|--help             This help.
`;

function devicesAsked({ devices }: Host, name: string | undefined): Device[] {
  if (name === undefined) return devices;
  const found = devices.filter((one) => one.name === name || one.uids.includes(name));
  if (found.length === 0) throw new Failure(`Device ${name} not found`);
  return found;
}

function block(one: Device): string {
  return [
    one.name,
    `   Device Type: ${one.type}`,
    `   Size: ${one.sizeMB} MB`,
    `   Display Name: ${one.displayName}`,
    `   Multipath Plugin: ${one.plugin}`,
    `   Console Device: ${devfsPath(one)}`,
    `   Devfs Path: ${devfsPath(one)}`,
    `   Vendor: ${one.vendor.padEnd(8)}  Model: ${one.model.padEnd(16)}  Revis: ${one.revision}`,
    `   SCSI Level: ${one.scsiLevel}  Is Pseudo: ${one.isPseudo} Status: ${one.status}        `,
    `   Is RDM Capable: ${one.isRdmCapable}  Is Removable: ${one.isRemovable}`,
    `   Is Local: ${one.isLocal}  Is SSD: ${one.isSsd}`,
    '   Other Names:',
    ...one.uids.map((uid) => `      ${uid}  `),
    `   VAAI Status: ${one.vaai}`,
    '',
  ].join('\n');
}

const COMPACT_HEAD = `${'Device UID'.padEnd(28)} ${'Device Type'.padEnd(15)}  ${'Console Device'.padEnd(49)}  ${'Size'.padEnd(9)} Multipath PluginDisplay Name\n`;

const compact = (one: Device): string =>
  `${one.name.padEnd(28)} ${one.type.trim().padEnd(15)}  ${devfsPath(one).padEnd(49)}  ${`${one.sizeMB}MB`.padEnd(9)} ${one.plugin.padEnd(7)} ${one.displayName}\n`;

function mapped({ volumes }: Host, devices: readonly Device[]): Said {
  const lines = volumes
    .filter(({ type, mounted }) => type.startsWith('VMFS') && mounted)
    .flatMap(({ device, partition, uuid, name }) => {
      const one = devices.find((other) => other.name === device);
      return one
        ? [`${`${device}:${partition}`.padEnd(64)} ${devfsPath(one)}:${partition} ${uuid}  0  ${name}\n`]
        : [];
    });
  return { stdout: lines.join('') };
}

const adapterLine = ({ name, driver, linkState, uid, description }: Adapter): string =>
  `${name.padEnd(7)} ${driver.padEnd(17)} ${linkState.padEnd(9)} ${uid.padEnd(39)} ${description}\n`;

const byAdapter = ({ adapters, paths }: Host): string =>
  adapters
    .flatMap(({ name }) => [
      ...new Set(
        paths.filter(({ adapter }) => adapter === name).map(({ device }) => `${name.padEnd(11)} ${device}\n`),
      ),
    ])
    .join('');
