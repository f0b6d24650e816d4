import { readFileSync, statSync } from 'node:fs';
import { dirname, normalize } from 'node:path/posix';
import { readDescriptor, isThin, sizeOf } from '../disks/descriptor.ts';
import type { Host } from '../model/host.ts';
import { newDisk, newVm, newVmNic, ROOT_POOL, type Vm, type VmDisk } from '../model/vms.ts';
import { macOf, uuidOf } from '../model/derived.ts';
import {
  alreadyExists,
  fileNotFound,
  invalidArgument,
  invalidConfig,
  noSuchObject,
  VimFault,
} from '../vim/fault.ts';
import { fileSystems, mountPoint, placeOf } from '../volumes/names.ts';
import { LONGEST_DESCRIPTOR } from '../volumes/usage.ts';
import type { World } from '../world.ts';
import { configuredBy, type Configured } from './config.ts';
import { makeFiles, pathOf, readConfig, writeConfig } from './files.ts';
import { partsOf, recordTask } from './tasks.ts';

/** Where a VM, or a file of one, is: a volume, and the path from its top. */
export interface Place {
  volume: string;
  below: string;
}

/**
 * `/vmfs/volumes/datastore1/a/a.vmx`, or `[datastore1] a/a.vmx`.
 * @throws VimFault where no volume is meant
 */
export function placeIn(host: Host, path: string): Place {
  const [, volume, said = ''] = /^\[(.+?)\] ?(.*)$/s.exec(path) ?? [];
  if (volume !== undefined) {
    const on = fileSystems(host).find(({ name }) => name === volume);
    const below = normalize(said).replace(/^\/+|^\.$/, '');
    if (on?.mounted && !/^\.\.(\/|$)/.test(below)) return { volume, below };
    if (!on?.mounted)
      throw new VimFault('vim.fault.InvalidDatastore', `Invalid datastore path '${path}'.`, { name: volume });
  }
  const place = volume === undefined ? placeOf(host, normalize(path)) : undefined;
  if (place?.on.name) return { volume: place.on.name, below: place.below };
  throw new VimFault('vim.fault.InvalidDatastorePath', `Invalid datastore path '${path}'.`, {
    datastorePath: path,
  });
}

export const datastorePath = ({ volume, below }: Place): string => `[${volume}] ${below}`;

/** A VM of a configuration file that is there; its name is as the file says, where none is given. */
export function registerVm(
  { path, name, pool = ROOT_POOL }: { path: string; name?: string | undefined; pool?: string | undefined },
  host: Host,
  world: World,
): Vm {
  const place = placeIn(host, path);
  const known = host.vms.find(({ volume, vmx }) => volume === place.volume && vmx === place.below);
  if (known) throw alreadyExists(String(known.id));
  if (!host.resourcePools.some(({ id }) => id === pool)) {
    throw noSuchObject('vim.ResourcePool', pool, host.identity.version);
  }
  const on = fileSystems(host).find((one) => one.name === place.volume);
  const file = world.files.onDisk(`${on ? mountPoint(on) : ''}/${place.below}`);
  const vmx = readConfig(file);
  if (!vmx) throw fileNotFound(datastorePath(place));
  if (vmx.isEmpty) throw invalidConfig(datastorePath(place));
  const configured = configuredBy(vmx, place.below);
  if (name === '' || place.below === '') throw invalidArgument('name');
  const id = nextIdOf(host);
  const vm = newVm(
    { name: name ?? configured.name, volume: place.volume, vmx: place.below, pool, disks: [], nics: [] },
    { id, volume: place.volume, portGroup: '' },
  );
  vm.uuid = uuidOf(`vm ${place.volume} ${place.below}`);
  applyConfig(vm, { ...configured, name: vm.name }, host, world);
  host.vms.push(vm);
  recordTask(host, 'ha-folder-vm', 'vim.Folder.registerVm', world);
  writeConfig(file, vm);
  return vm;
}

/** As its file says now. */
export function reloadVm(vm: Vm, host: Host, world: World): void {
  const vmx = readConfig(world.files.onDisk(pathOf(vm, host, vm.vmx)));
  if (!vmx) throw fileNotFound(datastorePath({ volume: vm.volume, below: vm.vmx }));
  applyConfig(vm, configuredBy(vmx, vm.vmx), host, world);
  recordTask(host, String(vm.id), 'vim.VirtualMachine.reload', world);
}

/** With nothing in it: one small disk, no NIC. */
export function createDummyVm(name: string, path: string, host: Host, world: World): Vm {
  if (name === '') throw invalidArgument('config.name');
  const below = path === '' ? `${name}/${name}.vmx` : placeIn(host, path).below;
  const volume = path === '' ? (host.volumes[0]?.name ?? '') : placeIn(host, path).volume;
  if (below === '') throw invalidArgument('config.files.vmPathName');
  if (host.vms.some((one) => one.volume === volume && one.vmx === below)) throw alreadyExists(name);
  const guest = { guestId: 'otherGuest', cpus: 1, memoryMB: 32 };
  const disk = { path: below.replace(/(\.vmx)?$/, '.vmdk'), sizeKB: 4096 };
  const vm = newVm(
    { name, volume, vmx: below, ...guest, disks: [disk], nics: [] },
    { id: nextIdOf(host), volume, portGroup: '' },
  );
  host.vms.push(vm);
  recordTask(host, 'ha-folder-vm', 'vim.Folder.createVm', world);
  makeFiles(vm, host, world);
  return vm;
}

/** A disk that is there gets another place on a controller of the VM. */
export function attachDisk(vm: Vm, path: string, slot: string, host: Host, world: World): void {
  if (vm.disks.some((disk) => disk.slot === slot)) throw invalidArgument('unitNumber');
  const place = placeIn(host, path);
  const isNear = place.volume === vm.volume;
  const on = fileSystems(host).find(({ name }) => name === place.volume);
  const whole = isNear || !on ? place.below : `${mountPoint(on)}/${place.below}`;
  const disk = diskAt({ path: whole, slot, mode: 'persistent' }, vm, host, world);
  if (!disk) throw fileNotFound(datastorePath(place));
  vm.disks.push(disk);
  writeConfig(world.files.onDisk(pathOf(vm, host, vm.vmx)), vm);
  recordTask(host, String(vm.id), 'vim.VirtualMachine.reconfigure', world);
}

/** Ids of VMs that are gone are not given again. */
function nextIdOf({ vms, tasks }: Host): number {
  const used = tasks.map((task) => Number.parseInt(partsOf(task).object, 10) || 0);
  return Math.max(0, ...vms.map(({ id }) => id), ...used) + 1;
}

function applyConfig(vm: Vm, configured: Configured, host: Host, world: World): void {
  const { uuid, disks, nics, ...rest } = configured;
  Object.assign(vm, rest);
  if (uuid !== undefined) vm.uuid = uuid;
  const isCurrent = (path: string): VmDisk | undefined => vm.disks.find((disk) => disk.path === path);
  vm.disks = disks.map(
    (disk) => diskAt(disk, vm, host, world) ?? isCurrent(disk.path) ?? newDisk({ ...disk, sizeKB: 0 }, 0),
  );
  const known = new Set(host.portGroups.map(({ name }) => name));
  const before = vm.nics.map(({ mac }) => mac);
  vm.nics = nics.map(({ mac, portGroup, ...nic }, i) =>
    newVmNic(
      {
        ...nic,
        portGroup: known.has(portGroup) ? portGroup : '',
        mac: mac ?? before[i] ?? macOf(`${vm.uuid} ${i}`).replace(/^00:50:56/, '00:0c:29'),
      },
      vm.uuid,
      '',
    ),
  );
}

/** Where a file of a VM is, which is named from the top of its volume, or whole. */
export function placeOfFile(path: string, vm: Vm, host: Host): Place {
  const place = placeOf(host, path);
  return place ? { volume: place.on.name, below: place.below } : { volume: vm.volume, below: path };
}

/** Undefined where its descriptor is not there. */
export function diskAt(
  disk: Pick<VmDisk, 'path' | 'slot' | 'mode'>,
  vm: Vm,
  host: Host,
  { files }: Pick<World, 'files'>,
): VmDisk | undefined {
  try {
    const at = files.onDisk(pathOf(vm, host, disk.path));
    if (statSync(at).size > LONGEST_DESCRIPTOR) return undefined;
    const descriptor = readDescriptor(readFileSync(at, 'latin1'));
    if (!descriptor) return undefined;
    return {
      ...disk,
      sizeKB: Math.floor(sizeOf(descriptor) / 1024),
      type: isThin(descriptor) ? 'thin' : 'zeroedthick',
    };
  } catch {
    return undefined; // Not there.
  }
}

/** Where its files are. */
export const folderOf = ({ volume, vmx }: Pick<Vm, 'volume' | 'vmx'>): string =>
  `[${volume}] ${dirname(vmx) === '.' ? '' : dirname(vmx)}`.trimEnd();
