import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, long, required, str } from '../../esxcli/option.ts';
import { record } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Device, StoragePath } from '../../model/storage.ts';
import { deviceNamed, pathNamed } from './device-named.ts';
import { currentPath } from './nmp.ts';
import { notNegative } from './not-negative.ts';

const device = required(str('-d|--device', 'The device.'));
const cfgFile = flag('-g|--cfgfile', 'What is kept, and not what is in force.');

export const PSP_LEAVES = [
  leaf({
    path: 'storage nmp psp roundrobin deviceconfig get',
    about: 'Tells how paths to a device take turns.',
    options: { device },
    read: (host, given) => withPsp(host, given.device, 'VMW_PSP_RR'),
    prints: record<Device>('RoundRobinDeviceConfig', {
      'Byte Limit': ({ roundRobin }) => roundRobin.bytes,
      Device: ({ name }) => name,
      'IOOperation Limit': ({ roundRobin }) => roundRobin.iops,
      'Latency Evaluation Interval': { value: () => 0, unit: 'milliseconds', since: '6.7' },
      'Limit Type': ({ roundRobin }) => roundRobin.type,
      'Number Of Sampling IOs Per Path': { value: () => 0, since: '6.7' },
      'Use Active Unoptimized Paths': ({ roundRobin }) => roundRobin.useAno,
    }),
  }),
  leaf({
    path: 'storage nmp psp roundrobin deviceconfig set',
    about: 'Changes how paths to a device take turns.',
    options: {
      bytes: long('-B|--bytes', 'So many bytes each.'),
      cfgFile,
      device,
      iops: long('-I|--iops', 'So many commands each.'),
      type: str('-t|--type', 'bytes, default, iops or latency.'),
      useAno: bool('-U|--useano', 'Paths too that are not optimized.'),
    },
    change(host, { device: name, bytes, iops, type, useAno }) {
      const one = withPsp(host, name, 'VMW_PSP_RR');
      const { roundRobin } = one;
      if (type !== undefined) roundRobin.type = limitOf(type);
      else if (iops !== undefined) roundRobin.type = 'Iops';
      else if (bytes !== undefined) roundRobin.type = 'Bytes';
      roundRobin.iops = notNegative(iops, 'iops') ?? (roundRobin.type === 'Default' ? 1000 : roundRobin.iops);
      roundRobin.bytes =
        notNegative(bytes, 'bytes') ?? (roundRobin.type === 'Default' ? 10_485_760 : roundRobin.bytes);
      roundRobin.useAno = useAno ?? roundRobin.useAno;
      one.pspConfig = '';
    },
  }),
  leaf({
    path: 'storage nmp psp fixed deviceconfig get',
    about: 'Tells which path to a device is preferred.',
    options: { device },
    read: (host, given) => ({ host, one: withPsp(host, given.device, 'VMW_PSP_FIXED') }),
    prints: record<{ host: Host; one: Device }>('FixedDeviceConfig', {
      Device: ({ one }) => one.name,
      'Preferred Path': ({ host, one }) => one.preferredPath || currentPath(host, one),
    }),
  }),
  leaf({
    path: 'storage nmp psp fixed deviceconfig set',
    about: 'Changes which path to a device is preferred.',
    options: {
      cfgFile,
      default: flag('-E|--default', 'Any that works.'),
      device,
      path: str('-p|--path', 'The path, by its name or its UID.'),
    },
    change(host, given) {
      const one = withPsp(host, given.device, 'VMW_PSP_FIXED');
      if (given.path === undefined && !given.default)
        throw new Failure('Error: Either --default or --path must be specified');
      const path = given.path === undefined ? undefined : pathNamed(host, given.path);
      if (path && path.device !== one.name)
        throw new Failure(`Unable to set preferred path: ${path.name} is no path to ${one.name}`);
      one.preferredPath = path?.name ?? '';
      one.pspConfig = '';
    },
  }),
  leaf({
    path: 'storage nmp psp generic deviceconfig get',
    about: 'Tells how a path to a device is chosen, as its policy says it.',
    options: { device },
    read: (host, given) => deviceNamed(host, given.device).pspCustomConfig,
  }),
  leaf({
    path: 'storage nmp psp generic deviceconfig set',
    about: 'Changes how a path to a device is chosen, in words of its policy.',
    options: { cfgFile, config: required(str('-c|--config', 'Those words.')), device },
    change(host, given) {
      deviceNamed(host, given.device).pspCustomConfig = given.config;
    },
  }),
  leaf({
    path: 'storage nmp psp generic pathconfig get',
    about: 'Tells what a policy keeps of a path.',
    options: { path: required(str('-p|--path', 'The path.')) },
    read: (host, given) => configOf(pathNamed(host, given.path), host, 'psp'),
  }),
  leaf({
    path: 'storage nmp satp generic deviceconfig get',
    about: 'Tells what an array type keeps of a device.',
    options: {
      device,
      excludeTpgInfo: flag('-x|--exclude-tpg-info', 'Without its groups of ports.'),
    },
    read: (host, given) => `${deviceNamed(host, given.device).satpConfig}\n`,
  }),
  leaf({
    path: 'storage nmp satp generic deviceconfig set',
    about: 'Changes what an array type keeps of a device.',
    options: { config: required(str('-c|--config', 'In its own words.')), device },
    change(host, given) {
      const one = deviceNamed(host, given.device);
      if (one.satp === 'VMW_SATP_LOCAL')
        throw new Failure(`SATP ${one.satp} does not support device configuration.`);
      one.satpConfig = `{${given.config}}`;
    },
  }),
  leaf({
    path: 'storage nmp satp generic pathconfig get',
    about: 'Tells what an array type keeps of a path.',
    options: { path: required(str('-p|--path', 'The path.')) },
    read: (host, given) => configOf(pathNamed(host, given.path), host, 'satp'),
  }),
];

/** @throws Failure */
function withPsp(host: Host, name: string, psp: string): Device {
  const one = deviceNamed(host, name);
  if (one.psp === psp) return one;
  throw new Failure(`Device ${name}: Does not use the ${psp} path selection policy`);
}

/** @throws Failure */
function limitOf(type: string): Device['roundRobin']['type'] {
  const known = (['Default', 'Iops', 'Bytes'] as const).find(
    (one) => one.toLowerCase() === type.toLowerCase(),
  );
  if (known !== undefined) return known;
  throw new Failure(`Error: Invalid limit type ${type}`);
}

function configOf(path: StoragePath, host: Host, of: 'psp' | 'satp'): string {
  const plugin = host.devices.find(({ name }) => name === path.device)?.[of] ?? '';
  return path.config === '{}'
    ? `${of.toUpperCase()} ${plugin} does not support path configuration.\n`
    : `${path.config}\n`;
}
