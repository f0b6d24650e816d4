import { lstatSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Host } from '../model/host.ts';
import type { Device } from '../model/storage.ts';
import { withinRoot } from '../within-root.ts';
import { fileName } from './names.ts';

/** Where the kernel shows a device: `/vmfs/devices/disks/naa.…`. */
export const devfsPath = ({ name, type }: Pick<Device, 'name' | 'type'>): string =>
  `/vmfs/devices/${type.trim() === 'CD-ROM' ? 'cdrom' : 'disks'}/${name}`;

/** Larger ones are told as this: file systems of this machine have none that are. */
const LARGEST = 8 * 2 ** 40;

/** /vmfs/devices: devices and their partitions, empty, of their sizes, and links by their other names. */
export function layOutDevices(root: string, { devices }: Host): void {
  for (const folder of ['disks', 'cdrom', 'generic', 'lvm', 'deltadisks', 'char', 'genscsi', 'svm']) {
    mkdirSync(join(root, 'vmfs/devices', folder), { recursive: true });
  }
  mkdirSync(join(root, 'dev'));
  symlinkSync('../vmfs/devices/disks', join(root, 'dev/disks'));
  symlinkSync('../vmfs/devices/cdrom', join(root, 'dev/cdrom'));
  for (const device of devices) layOutDevice(root, device);
}

/** Anew, where its partitions have changed; what is there stays. */
export function layOutDevice(root: string, device: Device): void {
  const own = devfsPath({ ...device, name: fileName(device.name) });
  const path = join(withinRoot(root, dirname(own)), basename(own));
  makeFile(path, device.sizeMB * 2 ** 20);
  for (const { number, start, end } of device.partitions)
    makeFile(`${path}:${number}`, (end - start + 1) * 512);
  for (const uid of device.uids) {
    for (const suffix of ['', ...device.partitions.map(({ number }) => `:${number}`)]) {
      makeLink(`${fileName(device.name)}${suffix}`, join(path, '..', `${fileName(uid)}${suffix}`));
    }
  }
}

/** What a shell has put into its place goes: the kernel shows its devices whatever is done to them. */
function makeFile(path: string, size: number): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there && !there.isFile()) rmSync(path, { recursive: true });
  writeFileSync(path, '', { flag: 'a', mode: 0o600 });
  truncateSync(path, Math.min(size, LARGEST));
}

function makeLink(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
