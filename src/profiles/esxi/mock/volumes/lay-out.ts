import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UNMOUNTED, VOLUMES } from '../files.ts';
import type { Host } from '../model/host.ts';
import type { Vm } from '../model/vms.ts';
import { bytesOf } from '../text.ts';
import { POOLS_FILE, poolsXml } from '../vms/pools-file.ts';
import { withinRoot } from '../within-root.ts';
import { layOutDevices } from './devices.ts';
import { fileName, fileSystems } from './names.ts';
import { type Content, filesOfVm } from './vm-files.ts';

/** The files of a host below `root`, as a host has them: volumes by their UUIDs, links by their names, and its devices. */
export function layOut(root: string, host: Host): void {
  layOutDevices(root, host);
  writeContent(join(root, POOLS_FILE), poolsXml(host));
  const vmsOn = vmsByVolume(host);
  for (const one of fileSystems(host)) {
    const { name, uuid, mounted } = one;
    const folder = join(root, mounted ? VOLUMES : UNMOUNTED, fileName(uuid));
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    if (mounted && name !== '') symlinkSync(fileName(uuid), join(root, VOLUMES, fileName(name)));
    const described = Object.entries('files' in one ? one.files : {});
    for (const [path, content] of described) writeContent(join(folder, join('/', path)), content);
    for (const vm of vmsOn.get(name) ?? []) {
      for (const [path, content] of Object.entries(filesOfVm(vm))) {
        const at = path.startsWith('/vmfs/') ? withinRoot(root, path) : join(folder, join('/', path));
        if (!existsSync(at)) writeContent(at, content);
      }
    }
  }
}

function vmsByVolume({ vms }: Host): Map<string, Vm[]> {
  const all = new Map<string, Vm[]>();
  for (const vm of vms) {
    const others = all.get(vm.volume);
    if (others) others.push(vm);
    else all.set(vm.volume, [vm]);
  }
  return all;
}

/** Files that are larger than file systems of this machine can have are as long as they can be: 8 TiB. */
const LONGEST = 8 * 2 ** 40;

/** A file on this machine, with its folder; what was in it is gone. */
export function writeContent(path: string, content: Content): void {
  try {
    writeHere(path, content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true });
    writeHere(path, content);
  }
}

function writeHere(path: string, content: Content): void {
  const file = openSync(path, 'w', path.endsWith('.vmdk') ? 0o600 : 0o644);
  try {
    if (typeof content === 'string') writeFileSync(file, bytesOf(content));
    else ftruncateSync(file, Math.min(content.size, LONGEST));
  } finally {
    closeSync(file);
  }
}
