import { DiskError } from '../../disks/disk-error.ts';
import { type Disk, isBelowRunning, openDisk, placeAt, type Place } from '../../disks/open-disk.ts';
import type { Said } from '../../said.ts';
import type { World } from '../../world.ts';
import type { ToolArgs } from '../options.ts';

/** What one call is about. */
export interface Call {
  args: ToolArgs;
  /** The path behind the options; empty: none. */
  path: string;
  cwd: string;
  world: World;
}

/** What it exits with where something cannot be done. */
export const FAILED = 255;

/** @throws DiskError */
export const placeOfCall = ({ path, cwd, world }: Call): Place => placeAt(path, cwd, world);

/** @throws DiskError */
export const diskOfCall = (call: Call): Disk => openDisk(placeOfCall(call), call.world.state.host);

/** One that is about to be changed. @throws DiskError */
export const ownDiskOfCall = (call: Call): Disk => own(diskOfCall(call), call.world);

/** @throws DiskError where a VM that runs stands on it */
export function own(disk: Disk, { state }: World): Disk {
  if (isBelowRunning(disk, state.host)) throw new DiskError('locked');
  return disk;
}

/** What is asked for is not here: nothing was done. */
export function lacking({ args }: Call): Said {
  const asked = Array.from(args.options, ([letter, value]) => `-${letter} ${value}`.trim());
  return {
    stderr: 'Operation not supported\n',
    exit: FAILED,
    notImplemented: `vmkfstools ${asked.join(' ')}`,
  };
}

/** Each step begins with a carriage return: a terminal shows the last. */
export const progress = (what: string, to = 100, from = 0): string =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => `\r${what}: ${from + i}% done.`).join('');
