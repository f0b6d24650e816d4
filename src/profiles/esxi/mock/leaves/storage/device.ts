import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, long, required, str } from '../../esxcli/option.ts';
import { record, records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Device } from '../../model/storage.ts';
import { notNegative } from './not-negative.ts';
import { device, deviceNamed, devicesOf, pathsTo } from './device-named.ts';

const theDevice = required(str('-d|--device', 'The device.'));
const named = (one: Device): string => one.name;

/** What was read and written, of a device or of a path to it. */
export const COUNTERS = {
  'Successful Commands': ({ io }: Device) => io.reads + io.writes,
  'Blocks Read': ({ io }: Device) => io.blocksRead,
  'Blocks Written': ({ io }: Device) => io.blocksWritten,
  'Read Operations': ({ io }: Device) => io.reads,
  'Write Operations': ({ io }: Device) => io.writes,
  'Reserve Operations': () => 0,
  'Reservation Conflicts': () => 0,
  'Failed Commands': ({ io }: Device) => io.failed,
  'Failed Blocks Read': () => 0,
  'Failed Blocks Written': () => 0,
  'Failed Read Operations': () => 0,
  'Failed Write Operations': () => 0,
  'Failed Reserve Operations': () => 0,
} as const;

export const DEVICE_LEAVES = [
  leaf({
    path: 'storage core device set',
    about: 'Changes a device: its name, whether it is on, its queues.',
    options: {
      dataIntegrityEnabled: bool('--data-integrity-enabled', 'Whether what is written is checked.'),
      defaultName: flag('-D|--default-name', 'It is called as at first.'),
      device: theDevice,
      force: flag('-f|--force', 'Even if it is in use.'),
      led: str('-L|--led-state', 'error, locator or off.'),
      maxQueueDepth: long('-m|--max-queue-depth', 'Commands at once.'),
      name: str('-n|--name', 'What it is called.'),
      noPersist: flag('-N|--no-persist', 'Until the next boot.'),
      queueFullSampleSize: long('-s|--queue-full-sample-size', 'Commands that are looked at.'),
      queueFullThreshold: long('-q|--queue-full-threshold', 'How many of these find the queue full.'),
      schedNumReqOutstanding: long('-O|--sched-num-req-outstanding', 'Commands of a VM at once.'),
      state: str('--state', 'on or off.'),
    },
    change(host, given) {
      const one = deviceNamed(host, given.device);
      if (given.state !== undefined) setState(host, one, given.state);
      if (given.name !== undefined || given.defaultName) {
        if (!one.hasSettableDisplayName)
          throw new Failure(`Unable to set the display name of device ${one.name}`);
        one.displayName = given.name ?? `Local Disk (${one.name})`;
      }
      if (given.led !== undefined) one.led = ledOf(given.led);
      one.queueDepth = notNegative(given.maxQueueDepth, 'max-queue-depth') ?? one.queueDepth;
      one.outstandingIos =
        notNegative(given.schedNumReqOutstanding, 'sched-num-req-outstanding') ?? one.outstandingIos;
      one.queueFullSampleSize =
        notNegative(given.queueFullSampleSize, 'queue-full-sample-size') ?? one.queueFullSampleSize;
      one.queueFullThreshold =
        notNegative(given.queueFullThreshold, 'queue-full-threshold') ?? one.queueFullThreshold;
    },
  }),
  leaf({
    path: 'storage core device setconfig',
    about: 'Changes what the host keeps of a device over boots.',
    options: {
      detached: bool('--detached', 'Whether it is taken away.'),
      device: theDevice,
      perenniallyReserved: bool('--perennially-reserved', 'Whether another host always has it reserved.'),
      sharedClusterwide: bool('--shared-clusterwide', 'Whether all hosts of the cluster have it.'),
    },
    change(host, given) {
      const one = deviceNamed(host, given.device);
      one.isPerenniallyReserved = given.perenniallyReserved ?? one.isPerenniallyReserved;
      one.isSharedClusterwide = given.sharedClusterwide ?? one.isSharedClusterwide;
      if (given.detached !== undefined) setState(host, one, given.detached ? 'off' : 'on');
    },
  }),
  leaf({
    path: 'storage core device detached list',
    about: 'Lists the devices that were taken away by hand.',
    options: { device },
    read: (host, given) => devicesOf(host, given.device).filter(({ status }) => status === 'off'),
    prints: table<Device>('DetachedDevice', { 'Device UID': named, State: ({ status }) => status }),
  }),
  leaf({
    path: 'storage core device detached remove',
    about: 'Forgets that devices were taken away.',
    options: { all: flag('-a|--all', 'All of them.'), device },
    change(host, given) {
      if (!given.all && given.device === undefined)
        throw new Failure('Error: Either --all or --device must be specified');
      for (const one of devicesOf(host, given.all ? undefined : given.device)) {
        one.status = 'on';
        one.isOffline = false;
      }
    },
  }),
  leaf({
    path: 'storage core device stats get',
    about: 'Tells what was read from devices and written to them.',
    options: { device },
    read: (host, given) => devicesOf(host, given.device),
    prints: records<Device>('DeviceStats', named, { Device: named, ...COUNTERS }),
  }),
  leaf({
    path: 'storage core device smart get',
    about: 'Tells what a disk says of its health.',
    options: { device: theDevice },
    read(host, given) {
      const { smart } = deviceNamed(host, given.device);
      if (smart.length === 0) throw new Failure('Error getting Smart Parameters: Cannot open device');
      return smart;
    },
    prints: table<Device['smart'][number]>('SmartStats', {
      Parameter: ({ parameter }) => parameter,
      Value: ({ value }) => value,
      Threshold: ({ threshold }) => threshold,
      Worst: ({ worst }) => worst,
    }),
  }),
  leaf({
    path: 'storage core device smart status get',
    about: 'Tells whether disks are asked for their health.',
    read: () => ({ enabled: true }),
    prints: record<{ enabled: boolean }>('SmartStatus', {
      'Smart Status': ({ enabled }) => (enabled ? 'enabled' : 'disabled'),
    }),
  }),
  leaf({
    path: 'storage core device physical get',
    about: 'Tells where a device is plugged in.',
    options: { device: theDevice },
    read(host, given) {
      const { location } = deviceNamed(host, given.device);
      if (location === '') throw new Failure('Plugin lsu-lsi-plugin cannot get information for this device');
      return { location };
    },
    prints: record<{ location: string }>('PhysicalLocation', {
      'Physical Location': ({ location }) => location,
    }),
  }),
  leaf({
    path: 'storage core device raid list',
    about: 'Lists the disks that a logical device is made of.',
    options: { device: theDevice },
    read(host, given) {
      deviceNamed(host, given.device);
      return [];
    },
    prints: table<string>('RaidMember', { 'Physical Location': (location) => location }),
  }),
  leaf({
    path: 'storage core device world list',
    about: 'Lists the worlds that have devices open.',
    options: { device },
    read: (host, given) =>
      devicesOf(host, given.device).flatMap((one) => {
        const mine = host.volumes.filter((volume) => volume.device === one.name).map(({ name }) => name);
        const guests = host.vms.filter((vm) => vm.power === 'on' && mine.includes(vm.volume));
        const own = [
          { device: one.name, world: 2_097_180, count: 1, name: 'idle0' },
          { device: one.name, world: 2_098_230, count: 1, name: 'bcflushd' },
          { device: one.name, world: 2_098_540, count: 1, name: 'hostd' },
        ];
        return [
          ...own,
          ...guests.map((vm) => ({ device: one.name, world: vm.worldId, count: 1, name: `vmm0:${vm.name}` })),
        ];
      }),
    prints: table<{ device: string; world: number; count: number; name: string }>('DeviceWorld', {
      Device: (one) => one.device,
      'World ID': { value: ({ world }) => world, of: 'integer' },
      'Open Count': { value: ({ count }) => count, of: 'integer' },
      'World Name': ({ name }) => name,
    }),
  }),
  leaf({
    path: 'storage core device latencythreshold list',
    about: 'Lists from which latency on devices are told of.',
    options: { device },
    read: (host, given) => devicesOf(host, given.device),
    prints: table<Device>('DeviceLatencyThreshold', {
      Device: named,
      'Latency Sensitive Threshold': {
        value: ({ latencyThreshold }) => `${latencyThreshold} milliseconds`,
        align: 'left',
      },
    }),
  }),
  leaf({
    path: 'storage core device latencythreshold set',
    about: 'Changes from which latency on devices are told of.',
    options: {
      device,
      threshold: required(long('-t|--latency-sensitive-threshold', 'In milliseconds.')),
      model: str('-m|--model', 'Only those of this model.'),
      vendor: str('-v|--vendor', 'Only those of this vendor.'),
    },
    change(host, { device: name, threshold, model, vendor }) {
      const meant = devicesOf(host, name).filter(
        (one) =>
          (model === undefined || one.model.trim() === model) &&
          (vendor === undefined || one.vendor.trim() === vendor),
      );
      for (const one of meant) one.latencyThreshold = notNegative(threshold, 'latency-sensitive-threshold');
    },
  }),
  leaf({
    path: 'storage core device purge',
    about: 'Has a device forget all that is on it. The mock does not.',
    options: { device: theDevice, force: flag('-f|--force', 'Even if it is in use.') },
    read(host, given) {
      const one = deviceNamed(host, given.device);
      throw new Failure(
        host.volumes.some((volume) => volume.device === one.name)
          ? `Unable to purge device ${one.name}: Busy`
          : `Unable to purge device ${one.name}: Not supported`,
      );
    },
  }),
];

/** One that is in use stays. @throws Failure */
function setState(host: Host, one: Device, state: string): void {
  if (state !== 'on' && state !== 'off') throw new Failure(`Error: Invalid device state ${state}`);
  const isUsed = host.volumes.some((volume) => volume.device === one.name && volume.mounted);
  if (state === 'off' && isUsed)
    throw new Failure(
      `Unable to set device's status. Error was: Unable to change device state, the device is marked as 'busy' by the VMkernel.: Busy`,
    );
  one.status = state;
  one.isOffline = state === 'off';
  for (const path of pathsTo(host, one)) path.state = state === 'off' ? 'off' : 'active';
}

/** @throws Failure */
function ledOf(state: string): Device['led'] {
  if (state === 'off' || state === 'locator') return state;
  if (state === 'error') return 'fault';
  throw new Failure(`Error: Invalid LED state ${state}`);
}
