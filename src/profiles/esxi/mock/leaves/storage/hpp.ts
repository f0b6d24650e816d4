import { leaf } from '../../esxcli/leaf.ts';
import { bool, long, required, str } from '../../esxcli/option.ts';
import { records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Device, StoragePath } from '../../model/storage.ts';
import { device, deviceNamed, devicesOf, displayNameOf, pathsOf, pathsTo } from './device-named.ts';
import { currentPath } from './nmp.ts';
import { notNegative } from './not-negative.ts';

export const HPP_LEAVES = [
  leaf({
    path: 'storage hpp device list',
    about: 'Lists the devices of HPP, and how paths to them are chosen.',
    options: { device },
    read: (host, given) =>
      devicesOf(host, given.device)
        .filter(({ plugin }) => plugin === 'HPP')
        .map((one) => ({ one, host, paths: pathsTo(host, one) })),
    prints: records<{ one: Device; host: Host; paths: readonly StoragePath[] }>(
      'HppDevice',
      ({ one }) => one.name,
      {
        'Device Display Name': ({ one }) => one.displayName,
        'Path Selection Scheme': ({ one }) => schemeOf(one),
        'Path Selection Scheme Config': ({ one }) => configOf(one),
        'Current Path': ({ one, host }) => currentPath(host, one),
        'Working Path Set': ({ paths }) =>
          paths.filter(({ state }) => state === 'active').map(({ name }) => name),
        'Is SSD': ({ one }) => one.isSsd,
        'Is Local': ({ one }) => one.isLocal,
        Paths: ({ paths }) => paths.map(({ name }) => name),
        'Use ANO': ({ one }) => one.roundRobin.useAno,
      },
    ),
  }),
  leaf({
    path: 'storage hpp device set',
    about: 'Changes how paths to a device are chosen.',
    options: {
      bytes: long('-B|--bytes', 'So many bytes each.'),
      device: required(str('-d|--device', 'The device.')),
      iops: long('-I|--iops', 'So many commands each.'),
      markDeviceSsd: bool('-M|--mark-device-ssd', 'It is an SSD.'),
      path: str('-p|--path', 'The path that is preferred.'),
      pss: str('-P|--pss', 'FIXED, LB-RR, LB-IOPS, LB-BYTES or LB-Latency.'),
      useAno: bool('-U|--use-ano', 'Paths too that are not optimized.'),
    },
    change(host, given) {
      const one = deviceNamed(host, given.device);
      if (one.plugin !== 'HPP') throw new Failure(`Unable to find device with name ${one.name}`);
      if (given.pss !== undefined) setScheme(one, given.pss);
      if (given.iops !== undefined) one.roundRobin.iops = notNegative(given.iops, 'iops');
      if (given.bytes !== undefined) one.roundRobin.bytes = notNegative(given.bytes, 'bytes');
      if (given.useAno !== undefined) one.roundRobin.useAno = given.useAno;
      if (given.path !== undefined) one.preferredPath = given.path;
      if (given.markDeviceSsd !== undefined) one.isSsd = given.markDeviceSsd;
    },
  }),
  leaf({
    path: 'storage hpp device usermarkedssd list',
    about: 'Lists the devices that were marked as SSDs.',
    options: { device },
    read: () => [],
    prints: table<Device>('HppUserMarkedSsd', { Device: ({ name }) => name }),
  }),
  leaf({
    path: 'storage hpp path list',
    about: 'Lists the paths to devices of HPP.',
    options: {
      device,
      path: str('-p|--path', 'Only this path, by its name or its UID.'),
    },
    read: (host, given) =>
      pathsOf(host, given)
        .filter((path) => host.devices.some(({ name, plugin }) => name === path.device && plugin === 'HPP'))
        .map((path) => ({ path, host })),
    prints: records<{ path: StoragePath; host: Host }>('HppPath', ({ path }) => path.uid, {
      'Runtime Name': ({ path }) => path.name,
      Device: ({ path }) => path.device,
      'Device Display Name': ({ path, host }) => displayNameOf(host, path),
      'Path State': ({ path }) => path.state,
      'Path Config': ({ path }) => path.config,
    }),
  }),
];

const SCHEMES: Readonly<Record<string, readonly [psp: string, type: Device['roundRobin']['type']]>> = {
  FIXED: ['VMW_PSP_FIXED', 'Default'],
  'LB-RR': ['VMW_PSP_RR', 'Default'],
  'LB-IOPS': ['VMW_PSP_RR', 'Iops'],
  'LB-BYTES': ['VMW_PSP_RR', 'Bytes'],
};

/** @throws Failure */
function setScheme(one: Device, name: string): void {
  const scheme = SCHEMES[name.toUpperCase()];
  if (!scheme) throw new Failure(`Error: Invalid path selection scheme ${name}`);
  [one.psp, one.roundRobin.type] = scheme;
}

function schemeOf({ psp, roundRobin: { type } }: Device): string {
  if (psp !== 'VMW_PSP_RR') return 'FIXED';
  return type === 'Iops' ? 'LB-IOPS' : type === 'Bytes' ? 'LB-BYTES' : 'LB-RR';
}

function configOf(one: Device): string {
  const { iops, bytes } = one.roundRobin;
  switch (schemeOf(one)) {
    case 'FIXED':
      return `{preferred=${one.preferredPath || 'none'};}`;
    case 'LB-IOPS':
      return `{iops=${iops};}`;
    case 'LB-BYTES':
      return `{bytes=${bytes};}`;
    default:
      return `{iops=${iops},bytes=${bytes};}`;
  }
}
