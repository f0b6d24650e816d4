import { existsSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import type { Host } from '../model/host.ts';
import type { Vm } from '../model/vms.ts';
import type { World } from '../world.ts';
import { type FileSystem, mountPoint, placeOf } from '../volumes/names.ts';
import { allocated, LONGEST_DESCRIPTOR } from '../volumes/usage.ts';
import { withinRoot } from '../within-root.ts';
import { type Descriptor, isThin, readDescriptor, sizeOf } from './descriptor.ts';
import { DiskError } from './disk-error.ts';
import type { Format } from './new-disk.ts';

/** A path of the host, on a file system of it. */
export interface Place {
  /** Absolute, as it was said. */
  path: string;
  onDisk: string;
  on: FileSystem;
  /** From the top of the file system. */
  below: string;
}

/** A virtual disk that is there. */
export interface Disk extends Place {
  descriptor: Descriptor;
  bytes: number;
  format: Format;
}

/** Where a path is, from the folder a tool was called in. @throws DiskError where it is on no file system */
export function placeAt(path: string, cwd: string, { state, files }: World): Place {
  const whole = posix.resolve('/', cwd, path);
  const onDisk = files.onDisk(whole);
  // Which volume it is on is seen where all links lead to.
  const place = placeOf(state.host, onDisk.slice(files.onDisk('/').length));
  if (!place) throw new DiskError('missing');
  return { path: whole, onDisk, ...place };
}

/** @throws DiskError */
export function openDisk(place: Place, host: Host): Disk {
  const stats = statSync(place.onDisk, { throwIfNoEntry: false });
  if (!stats) throw new DiskError('missing');
  if (!stats.isFile() || stats.size > LONGEST_DESCRIPTOR) throw new DiskError('notADisk');
  const descriptor = readDescriptor(readFileSync(place.onDisk, 'utf8'));
  if (!descriptor || descriptor.extents.length === 0) throw new DiskError('notADisk');
  if (extentsOf(place, descriptor).some((extent) => !existsSync(extent))) throw new DiskError('missing');
  if (isInUse(place, host)) throw new DiskError('locked');
  const format = isThin(descriptor) || descriptor.parentHint !== undefined ? 'thin' : thickOf(place, host);
  return { ...place, descriptor, bytes: sizeOf(descriptor), format };
}

/** Its files beside the descriptor, on this machine: neither `..` nor a link leads out of that folder. */
export const extentsOf = (place: Pick<Place, 'onDisk'>, { extents }: Descriptor): string[] =>
  extents.map(({ file }) => withinRoot(posix.dirname(place.onDisk), posix.basename(file)));

/** The disk that it is a snapshot of; undefined of a base. @throws DiskError */
export function parentOf(disk: Disk, world: World): Disk | undefined {
  const hint = disk.descriptor.parentHint;
  if (hint === undefined) return undefined;
  try {
    return openDisk(placeAt(hint, posix.dirname(disk.path), world), { ...world.state.host, vms: [] });
  } catch (error) {
    if (error instanceof DiskError) throw new DiskError('parent');
    throw error;
  }
}

/** It, and what it is a snapshot of, up to the base. @throws DiskError */
export function chainOf(disk: Disk, world: World): Disk[] {
  const chain = [disk];
  for (let next = parentOf(disk, world); next; next = parentOf(next, world)) {
    if (chain.some(({ onDisk }) => onDisk === next?.onDisk)) throw new DiskError('parent');
    chain.push(next);
  }
  return chain;
}

/** Bytes that were written to it. */
export const writtenTo = (disk: Disk): number =>
  extentsOf(disk, disk.descriptor).reduce((sum, path) => sum + allocated(statSync(path)), 0);

/** A VM that runs has its disks for itself. */
const isInUse = (place: Place, { vms }: Host): boolean =>
  vms.some((vm) => vm.power === 'on' && vm.disks.some(({ path }) => isAt(path, vm, place)));

/** Those that it had when a snapshot was taken stand still: they may be read, and not changed. */
export const isBelowRunning = (place: Place, { vms }: Host): boolean =>
  vms.some(
    (vm) =>
      vm.power === 'on' && vm.snapshots.some(({ disks }) => disks.some((path) => isAt(path, vm, place))),
  );

const isAt = (path: string, vm: Vm, { on, below }: Place): boolean =>
  path.startsWith('/') ? path === `${mountPoint(on)}/${below}` : vm.volume === on.name && path === below;

function thickOf({ on, below }: Place, { vms }: Host): Format {
  if ('eager' in on && on.eager.includes(below)) return 'eagerzeroedthick';
  const ofVm = vms
    .filter(({ volume }) => volume === on.name)
    .flatMap(({ disks }) => disks)
    .find(({ path }) => path === below);
  return ofVm?.type === 'eagerzeroedthick' ? 'eagerzeroedthick' : 'zeroedthick';
}
