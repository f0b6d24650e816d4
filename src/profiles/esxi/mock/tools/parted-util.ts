import { Failure } from '../failure.ts';
import type { Host } from '../model/host.ts';
import {
  newPartition,
  type Partition,
  PARTITION_TYPES,
  partitionName,
  sectorsOf,
} from '../model/partitions.ts';
import type { Device } from '../model/storage.ts';
import type { Said } from '../said.ts';
import { layOutDevice } from '../volumes/devices.ts';
import type { World } from '../world.ts';
import type { Tool } from './tool.ts';

export const PARTED_UTIL: Tool = {
  name: 'partedUtil',
  about: 'Reads, makes and changes the partitions of devices.',
  run({ args }, world) {
    const [verb = '', path = '', ...rest] = args;
    if (verb === 'showGuids') return { stdout: guids() };
    const run = VERBS[verb];
    if (!run)
      return { stdout: USAGE, exit: FAILED, ...(verb !== '' && { notImplemented: `partedUtil ${verb}` }) };
    if (path === '') return { stdout: USAGE, exit: FAILED };
    return run({ path, rest, world, name: nameAt(path, world.state.host) });
  },
};

/** What it exits with where something cannot be done. */
const FAILED = 255;

const USAGE = [
  'Usage:',
  ' Get Partitions : get/getptbl <diskName>',
  ' Set Partitions : set <diskName> ["partNum startSector endSector type attr"]*',
  '                  setptbl <diskName> <label> ["partNum startSector endSector type/guid attr"]*',
  ' Delete Partition : delete <diskName> <partNum>',
  ' Reset Partition Table : mklabel <diskName> <label>',
  ' Resize Partition : resize <diskName> <partNum> <start> <end>',
  ' Fix Partition Table : fix <diskName>, fixGpt <diskName>',
  ' Show Partition Guids : showGuids',
  ' Get Usable Sectors : getUsableSectors <diskName>',
  '',
].join('\n');

interface Call {
  path: string;
  rest: readonly string[];
  world: World;
  /** Of the device. */
  name: string;
}

const VERBS: Readonly<Record<string, (call: Call) => Said>> = {
  getptbl: (call) => ({ stdout: table(deviceOf(call)) }),
  get: (call) => {
    const device = deviceOf(call);
    const lines = device.partitions.map(
      ({ number, start, end, type, attributes }) =>
        `${number} ${start} ${end} ${mbrTypeOf(type)} ${attributes}`,
    );
    return { stdout: `${[geometryOf(device), ...lines].join('\n')}\n` };
  },
  getUsableSectors: (call) => {
    const { first, last } = usable(deviceOf(call));
    return { stdout: `${first} ${last}\n` };
  },
  mklabel: (call) => {
    const label = labelOf(call.rest[0] ?? 'msdos');
    changeTable(call, (device) => {
      device.label = label;
      device.partitions = [];
    });
    return {};
  },
  setptbl: (call) => {
    const [label = '', ...entries] = call.rest;
    return setTable(call, labelOf(label), entries);
  },
  set: (call) => setTable(call, 'msdos', call.rest),
  delete: (call) => {
    const number = Number(call.rest[0]);
    changeTable(call, (device) => {
      const left = device.partitions.filter((one) => one.number !== number);
      if (left.length === device.partitions.length) {
        throw new Failure(`Error: Partition ${call.rest[0] ?? ''} not found on device ${call.path}`, FAILED);
      }
      device.partitions = left;
    });
    return {};
  },
  resize: (call) => {
    const [number = 0, start = 0, end = 0] = call.rest.map(Number);
    changeTable(call, (device) => {
      const partition = device.partitions.find((one) => one.number === number);
      if (!partition)
        throw new Failure(`Error: Partition ${number} not found on device ${call.path}`, FAILED);
      const others = device.partitions.filter((one) => one !== partition);
      if (!fits({ number, start, end }, others, device)) throw new Failure(UNSATISFIED, FAILED);
      partition.start = start;
      partition.end = end;
    });
    return {};
  },
  fix: (call) => ({ stdout: table(deviceOf(call)) }),
  fixGpt: (call) => ({ stdout: table(deviceOf(call)) }),
};

const UNSATISFIED = 'Error: Unable to satisfy all constraints on the partition.';

/** Tells what it is about to write, and then whether it could. */
function setTable(call: Call, label: Device['label'], entries: readonly string[]): Said {
  const read = entries.map((entry) => ({ entry, words: entry.trim().split(/ +/) }));
  const lines = [label, '0 0 0 0', ...read.map(({ entry }) => entry)];
  const told = `${lines.join('\n')}\n`;
  try {
    changeTable(call, (device) => {
      const made: Partition[] = [];
      for (const { words } of read) {
        const [number = NaN, start = NaN, end = NaN] = words.slice(0, 3).map(Number);
        const type = typeOf(words[3] ?? '', label);
        const attributes = Number(words[4] ?? 0);
        const isRight = Number.isInteger(attributes) && attributes >= 0;
        if (type === undefined || !isRight || !fits({ number, start, end }, made, device)) {
          throw new Failure(UNSATISFIED, FAILED);
        }
        made.push({ ...newPartition(device.name, { number, start, end, type }), attributes });
      }
      device.label = label;
      device.partitions = made;
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { stdout: told, stderr: `${error.message}\n`, exit: error.exit };
  }
  return { stdout: told };
}

/** A device with a volume in use keeps the partition of it. */
function changeTable({ name, world }: Call, change: (device: Device) => void): void {
  const device = world.state.change((host) => {
    const one = host.devices.find((other) => other.name === name);
    if (!one) throw new Failure(`Error: Could not stat device ${name} - No such file or directory.`, FAILED);
    const before = one.partitions.map(({ number, start }) => ({ number, start }));
    change(one);
    const mounted = host.volumes.filter((volume) => volume.device === name && volume.mounted);
    for (const { partition } of mounted) {
      const was = before.find(({ number }) => number === partition);
      if (was && !one.partitions.some(({ number, start }) => number === was.number && start === was.start)) {
        throw new Failure(`Error: Read-only file system during write on /dev/disks/${name}`, FAILED);
      }
    }
    return one;
  });
  if (world.files.isMade) layOutDevice(world.files.onDisk('/'), device);
}

/** `/vmfs/devices/disks/naa.…`, or another of its names there. @throws Failure */
function nameAt(path: string, { devices }: Host): string {
  const name = /^\/(?:vmfs\/devices|dev)\/disks\/([^/]+)$/.exec(path)?.[1];
  const device = devices.find((one) => one.name === name || (name !== undefined && one.uids.includes(name)));
  if (device) return device.name;
  throw new Failure(
    `Error: Could not stat device ${path} - No such file or directory.\nUnable to get device ${path}`,
    FAILED,
  );
}

/** @throws Failure */
function deviceOf({ name, world }: Call): Device {
  const device = world.state.host.devices.find((one) => one.name === name);
  if (device) return device;
  throw new Failure(`Unable to get device ${name}`, FAILED);
}

function table(device: Device): string {
  const lines = device.partitions.map((partition) => {
    const { number, start, end, type, attributes } = partition;
    return device.label === 'gpt'
      ? `${number} ${start} ${end} ${type} ${partitionName(partition)} ${attributes}`
      : `${number} ${start} ${end} ${mbrTypeOf(type)} ${attributes}`;
  });
  return `${[device.label, geometryOf(device), ...lines].join('\n')}\n`;
}

/** Cylinders, heads, sectors of a track, sectors in all. */
const geometryOf = (device: Device): string =>
  `${Math.floor(sectorsOf(device) / 255 / 63)} 255 63 ${sectorsOf(device)}`;

/** Both ends of a GPT take 34 sectors. */
const usable = (device: Device): { first: number; last: number } =>
  device.label === 'gpt'
    ? { first: 34, last: sectorsOf(device) - 34 }
    : { first: 1, last: sectorsOf(device) - 1 };

function fits(
  { number, start, end }: Pick<Partition, 'number' | 'start' | 'end'>,
  others: readonly Partition[],
  device: Device,
): boolean {
  const { first, last } = usable({ ...device, label: 'gpt' });
  return (
    [number, start, end].every(Number.isInteger) &&
    number >= 1 &&
    number <= 128 &&
    start >= first &&
    end >= start &&
    end <= last &&
    others.every((one) => one.number !== number && (end < one.start || start > one.end))
  );
}

/** @throws Failure */
function labelOf(name: string): Device['label'] {
  if (name === 'gpt' || name === 'msdos') return name;
  throw new Failure(`Error: Invalid partition table type: ${name}`, FAILED);
}

/** Of tables of the older kind, in decimal: the type of VMFS is 251. */
const MBR_TYPES: Readonly<Record<number, string>> = {
  251: PARTITION_TYPES.vmfs,
  252: PARTITION_TYPES.vmkDiagnostic,
  6: PARTITION_TYPES['Basic Data'],
  130: PARTITION_TYPES['Linux Swap'],
};

/** The GUID that is meant; undefined of none. */
function typeOf(said: string, label: Device['label']): string | undefined {
  if (label !== 'gpt') return MBR_TYPES[Number(said)] ?? PARTITION_TYPES['Unused Entry'];
  const guid = said.replaceAll('-', '').toUpperCase();
  return /^[0-9A-F]{32}$/.test(guid) ? guid : undefined;
}

const mbrTypeOf = (guid: string): number =>
  Number(Object.entries(MBR_TYPES).find(([, type]) => type === guid)?.[0] ?? 0);

const guids = (): string =>
  `Partition Type GUID\n${Object.entries(PARTITION_TYPES)
    .map(([name, guid]) => `${name} ${guid}\n`)
    .join('')}`;
