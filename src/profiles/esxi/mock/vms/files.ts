import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Host } from '../model/host.ts';
import type { Vm } from '../model/vms.ts';
import { bytesOf, textOf } from '../text.ts';
import { writeContent } from '../volumes/lay-out.ts';
import { fileSystems, mountPoint } from '../volumes/names.ts';
import { type Content, filesOfVm } from '../volumes/vm-files.ts';
import type { World } from '../world.ts';
import { configure } from './config.ts';
import { Vmx } from './vmx.ts';

/**
 * Runs a change of a VM, and lets its files follow: those that it has no more are gone, new ones are made, and its
 * configuration file says what has changed and keeps what it said besides. Where no file was asked for yet there is
 * nothing to do: the tree is made as the VM is then.
 *
 * @param old what becomes of files that are the VM's no more
 */
export function keepFiles(
  vm: Vm,
  host: Host,
  { files }: Pick<World, 'files'>,
  change: () => void,
  old: 'remove' | 'leave' = 'remove',
): void {
  if (old === 'leave') files.onDisk(pathOf(vm, host, vm.vmx)); // makes what is to be left
  if (!files.isMade) return change();
  const before = filesOfVm(vm);
  change();
  const after = filesOfVm(vm);
  const onDisk = (path: string): string => files.onDisk(pathOf(vm, host, path));
  if (old === 'remove') {
    for (const path of Object.keys(before)) if (!(path in after)) rmSync(onDisk(path), { force: true });
  }
  for (const [path, content] of Object.entries(after)) {
    if (path !== vm.vmx && before[path] !== content && !isSameSize(before[path], content)) {
      writeContent(onDisk(path), content);
    }
  }
  if (before[vm.vmx] !== after[vm.vmx]) writeConfig(onDisk(vm.vmx), vm);
}

/** Of a VM that is new; what is there stays as it is. */
export function makeFiles(vm: Vm, host: Host, { files }: Pick<World, 'files'>): void {
  if (!files.isMade) return;
  for (const [path, content] of Object.entries(filesOfVm(vm))) {
    const at = files.onDisk(pathOf(vm, host, path));
    if (!existsSync(at)) writeContent(at, content);
  }
}

/** What the file says, and what the VM is: the file is written so that both are the same. */
export function writeConfig(path: string, vm: Vm): void {
  const vmx = readConfig(path) ?? new Vmx();
  configure(vmx, vm);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytesOf(vmx.toString()));
}

/** Longer ones are none. */
const LONGEST_CONFIG = 4 * 2 ** 20;

/** Undefined where there is no such file. */
export function readConfig(path: string): Vmx | undefined {
  try {
    if (statSync(path).size > LONGEST_CONFIG) return undefined;
    return Vmx.parse(textOf(readFileSync(path)));
  } catch {
    return undefined; // Not there, or a folder.
  }
}

/** All that is the VM's, and its folder, if nothing else is in it. */
export function removeFiles(vm: Vm, host: Host, { files }: Pick<World, 'files'>): void {
  for (const path of Object.keys(filesOfVm(vm)))
    rmSync(files.onDisk(pathOf(vm, host, path)), { force: true });
  try {
    rmdirSync(files.onDisk(pathOf(vm, host, dirname(vm.vmx))));
  } catch {
    // Something else is in it, or it is gone.
  }
}

/** A path of the host of one from the top of the volume of the VM. */
export function pathOf(vm: Vm, host: Host, path: string): string {
  if (path.startsWith('/vmfs/')) return path;
  const on = fileSystems(host).find(({ name }) => name === vm.volume);
  return `${on ? mountPoint(on) : `/vmfs/volumes/${vm.volume}`}/${path}`;
}

const isSameSize = (before: Content | undefined, after: Content): boolean =>
  typeof before === 'object' && typeof after === 'object' && before.size === after.size;
