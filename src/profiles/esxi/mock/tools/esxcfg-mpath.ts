import { Failure } from '../failure.ts';
import type { Host } from '../model/host.ts';
import type { Device, StoragePath } from '../model/storage.ts';
import { readToolArgs, type ToolOption } from './options.ts';
import type { Tool } from './tool.ts';

export const ESXCFG_MPATH: Tool = {
  name: 'esxcfg-mpath',
  about: 'Lists the paths of storage devices, and sets their state.',
  run({ args }, { state }) {
    const { options } = readToolArgs(args, OPTIONS, 'esxcfg-mpath');
    const { host } = state;
    const paths = pathsAsked(host, options.get('P'), options.get('d'));
    if (options.has('l')) return { stdout: paths.map((path) => block(path, host)).join('\n') };
    if (options.has('L')) return { stdout: paths.map((path) => compact(path, host)).join('') };
    if (options.has('m')) return { stdout: paths.map((path) => mapLine(path, host)).join('') };
    if (options.has('b')) return { stdout: byDevice(paths, host) };
    if (options.has('G'))
      return { stdout: host.devices.map((one) => `${one.name} ${one.plugin}\n`).join('') };
    const wanted = options.get('s');
    if (wanted !== undefined) {
      if (wanted !== 'active' && wanted !== 'off') throw new Failure(`Invalid path state: ${wanted}`);
      const name = options.get('P');
      if (name === undefined) throw new Failure('A path is needed: --path');
      state.change((changed) => {
        for (const path of pathsAsked(changed, name, undefined)) path.state = wanted;
      });
      return {};
    }
    if (options.has('h')) return { stdout: USAGE };
    return {
      stdout: USAGE,
      exit: 1,
      ...(args.length > 0 && { notImplemented: `esxcfg-mpath ${args.join(' ')}` }),
    };
  },
};

const OPTIONS: readonly ToolOption[] = [
  ['l', 'list', 'flag'],
  ['L', 'list-compact', 'flag'],
  ['m', 'list-map', 'flag'],
  ['b', 'list-paths', 'flag'],
  ['G', 'list-plugins', 'flag'],
  ['s', 'state', 'value'],
  ['P', 'path', 'value'],
  ['d', 'device', 'value'],
  ['h', 'help', 'flag'],
];

const USAGE = `esxcfg-mpath <command> [options]
  -l|--list             List all paths.
  -L|--list-compact     List all paths, a line each.
  -m|--list-map         List adapters, paths and devices.
  -b|--list-paths       List all devices with their paths.
  -G|--list-plugins     List the plugins of devices.
  -s|--state STATE      Turn a path on or off: active, off.
  -P|--path PATH        Only this path.
  -d|--device DEVICE    Only the paths to this device.
  -h|--help             This help.
`;

/** @throws Failure */
function pathsAsked(
  { paths, devices }: Host,
  name: string | undefined,
  device: string | undefined,
): StoragePath[] {
  if (name !== undefined) {
    const found = paths.filter((path) => path.name === name || path.uid === name);
    if (found.length === 0) throw new Failure(`Path ${name} not found`);
    return found;
  }
  if (device === undefined) return paths;
  const one = devices.find((other) => other.name === device || other.uids.includes(device));
  if (!one) throw new Failure(`Device ${device} not found`);
  return paths.filter((path) => path.device === one.name);
}

const deviceOf = ({ devices }: Host, { device }: StoragePath): Device | undefined =>
  devices.find(({ name }) => name === device);

function block(path: StoragePath, host: Host): string {
  const device = deviceOf(host, path);
  const adapter =
    host.adapters.find(({ name }) => name === path.adapter)?.uid ?? `${path.transport}.${path.adapter}`;
  return [
    path.uid,
    `   Runtime Name: ${path.name}`,
    `   Device: ${path.device}`,
    `   Device Display Name: ${device?.displayName ?? ''}`,
    `   Adapter: ${path.adapter} Channel: ${path.channel} Target: ${path.target} LUN: ${path.lun}`,
    `   Adapter Identifier: ${adapter}`,
    `   Target Identifier: ${path.transport}.${path.channel}:${path.target}`,
    `   Plugin: ${device?.plugin ?? ''}`,
    `   State: ${path.state}`,
    `   Transport: ${path.transport}`,
    `   Adapter Transport Details: ${path.adapterDetails}`,
    `   Target Transport Details: ${path.targetDetails}`,
    '',
  ].join('\n');
}

const compact = (path: StoragePath, host: Host): string =>
  `${path.name} state:${path.state} ${path.device} ${path.adapter} ${path.channel} ${path.target} ${path.lun} ${deviceOf(host, path)?.plugin ?? ''} ${path.state} ${deviceOf(host, path)?.isLocal === false ? 'san' : 'local'} ${path.uid}\n`;

const mapLine = (path: StoragePath, host: Host): string =>
  `${path.name} ${deviceOf(host, path)?.uids[0] ?? ''} ${path.device} ${path.adapter} ${path.transport}\n`;

function byDevice(paths: readonly StoragePath[], host: Host): string {
  return host.devices
    .flatMap((device) => {
      const to = paths.filter((path) => path.device === device.name);
      return to.length === 0 ? [] : [`${device.name} : ${device.displayName}\n${to.map(shortLine).join('')}`];
    })
    .join('\n');
}

/** Only Fibre Channel and iSCSI have names for both ends. */
const shortLine = ({ name, lun, state, transport, adapterDetails, targetDetails }: StoragePath): string =>
  transport === 'fc' || transport === 'iscsi'
    ? `   ${name} LUN:${lun} state:${state} ${transport} Adapter: ${adapterDetails} Target: ${targetDetails}\n`
    : `   ${name} LUN:${lun} state:${state} Local HBA ${name.split(':')[0]} channel ${name.split(':')[1]?.slice(1)} target ${name.split(':')[2]?.slice(1)}\n`;
