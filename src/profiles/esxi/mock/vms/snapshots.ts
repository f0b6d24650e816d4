import type { Host } from '../model/host.ts';
import { newSnapshot, type Snapshot, type Vm } from '../model/vms.ts';
import { noSuchObject } from '../vim/fault.ts';
import type { World } from '../world.ts';
import { keepFiles } from './files.ts';
import { setPower } from './power.ts';
import { recordTask } from './tasks.ts';
import { isoTime } from './time.ts';

/** What a snapshot is made with. */
export interface SnapshotSpec {
  name: string;
  description: string;
  memory: boolean;
  quiesced: boolean;
}

/** The disks of the VM stay as they are; what is written from now on is in others. */
export function createSnapshot(vm: Vm, spec: SnapshotSpec, host: Host, world: World): Snapshot {
  const { name, description, memory, quiesced } = spec;
  const id = vm.lastSnapshot + 1;
  const made = newSnapshot(
    {
      id,
      name,
      description,
      quiesced,
      created: isoTime(world.now()),
      power: vm.power === 'suspended' || (vm.power === 'on' && memory) ? vm.power : 'off',
      parent: vm.snapshot,
    },
    vm.disks,
  );
  keepFiles(vm, host, world, () => {
    vm.snapshots.push(made);
    vm.snapshot = id;
    vm.lastSnapshot = id;
    goOnFrom(vm, made);
  });
  recordTask(host, String(vm.id), 'vim.VirtualMachine.createSnapshot', world);
  return made;
}

/** What was written since is lost. */
export function revertTo(vm: Vm, id: string, suppressPowerOn: boolean, host: Host, world: World): void {
  const snapshot = snapshotOf(vm, id, host);
  keepFiles(vm, host, world, () => {
    vm.snapshot = snapshot.id;
    goOnFrom(vm, snapshot);
  });
  setPower(vm, snapshot.power === 'on' && suppressPowerOn ? 'off' : snapshot.power, host, world);
  recordTask(host, `${vm.id}-snapshot-${id}`, 'vim.vm.Snapshot.revert', world);
}

/** What was written after it is written into what it stands on; `children` too, or they take its place. */
export function removeSnapshot(vm: Vm, id: string, children: boolean, host: Host, world: World): void {
  const snapshot = snapshotOf(vm, id, host);
  keepFiles(vm, host, world, () => removeOne(vm, snapshot.id, children));
  recordTask(host, `${vm.id}-snapshot-${id}`, 'vim.vm.Snapshot.remove', world);
}

/** The VM stays as it is, on the disks that it had first. */
export function removeAllSnapshots(vm: Vm, host: Host, world: World): void {
  keepFiles(vm, host, world, () => {
    for (const { id } of vm.snapshots.filter(({ parent }) => parent === 0)) removeOne(vm, id, true);
  });
  recordTask(host, String(vm.id), 'vim.VirtualMachine.removeAllSnapshots', world);
}

/** @throws VimFault */
function snapshotOf(vm: Vm, id: string, { identity }: Host): Snapshot {
  const snapshot = vm.snapshots.find((one) => String(one.id) === id);
  if (snapshot) return snapshot;
  throw noSuchObject('vim.vm.Snapshot', `${vm.id}-snapshot-${id}`, identity.version);
}

function removeOne(vm: Vm, id: number, children: boolean): void {
  const snapshot = vm.snapshots.find((one) => one.id === id);
  if (!snapshot) return;
  const within = vm.snapshots.filter(({ parent }) => parent === id);
  if (children) for (const child of within) removeOne(vm, child.id, true);
  const left = vm.snapshots.filter(({ parent }) => parent === id);
  const isCurrent = vm.snapshot === id;
  // The disk that was written next becomes the one that the snapshot kept; with two of them, both stand on it.
  if (left.length + (isCurrent ? 1 : 0) === 1) {
    const next = left[0]?.disks ?? vm.disks.map(({ path }) => path);
    replaceDisks(vm, next, snapshot.disks);
  }
  for (const child of left) child.parent = snapshot.parent;
  if (isCurrent) vm.snapshot = snapshot.parent;
  const at = vm.snapshots.findIndex((one) => one.id === id);
  vm.snapshots.splice(at, 1);
}

function replaceDisks(vm: Vm, paths: readonly string[], by: readonly string[]): void {
  const now = new Map(paths.map((path, i) => [path, by[i] ?? path]));
  for (const disk of vm.disks) disk.path = now.get(disk.path) ?? disk.path;
  for (const one of vm.snapshots) one.disks = one.disks.map((path) => now.get(path) ?? path);
}

/** New disks on those of the snapshot. */
function goOnFrom(vm: Vm, { disks }: Pick<Snapshot, 'disks'>): void {
  const used = new Set([...vm.snapshots.flatMap((one) => one.disks), ...vm.disks.map(({ path }) => path)]);
  vm.disks.forEach((disk, i) => {
    const base = disks[i];
    if (base === undefined) return;
    const stem = base.replace(/(-\d{6})?\.vmdk$/, '');
    let number = 1;
    const path = (): string => `${stem}-${String(number).padStart(6, '0')}.vmdk`;
    while (used.has(path())) number++;
    disk.path = path();
  });
}
