import { descriptorText } from '../disks/descriptor.ts';
import { deltaDescriptor, deltaNameOf, flatNameOf, newDescriptor, type Format } from '../disks/new-disk.ts';
import { hexOf } from '../model/derived.ts';
import type { Vm } from '../model/vms.ts';
import { vmxText } from '../vms/config.ts';
import { escaped } from '../vms/vmx.ts';

/** Text, or so many bytes of zeros. */
export type Content = string | { size: number };

/** The files of a VM, by their paths from the top of its volume; whole ones are of those that lie on another. */
export function filesOfVm(vm: Vm): Record<string, Content> {
  const base = vm.vmx.replace(/\.vmx$/, '');
  const running: readonly (readonly [string, Content])[] =
    vm.power === 'on'
      ? [
          [`${vm.vmx}.lck`, ''],
          [`${base}-${hexOf(vm.uuid, 8)}.vswp`, { size: vm.memoryMB * 2 ** 20 }],
        ]
      : [];
  return Object.fromEntries([
    [vm.vmx, vmxText(vm)],
    [`${base}.vmsd`, snapshotsText(vm)],
    [`${base}.nvram`, { size: 8684 }],
    [`${folderOf(vm.vmx)}vmware.log`, ''],
    ...disksOf(vm).flatMap((disk) => filesOfDisk(vm, disk)),
    ...running,
  ] as const);
}

/** A disk of a VM, or what one was when a snapshot was taken. */
interface VmDiskFile {
  path: string;
  bytes: number;
  format: Format;
  /** What it is a snapshot of. */
  parent: string | undefined;
}

/** Those that it has and those of its snapshots, each once. */
function disksOf({ disks, snapshots, snapshot: current }: Vm): VmDiskFile[] {
  const pathsAt = (id: number): readonly string[] => snapshots.find((one) => one.id === id)?.disks ?? [];
  const chains = [
    ...snapshots.map((one) => ({ paths: one.disks, parents: pathsAt(one.parent) })),
    { paths: disks.map(({ path }) => path), parents: pathsAt(current) },
  ];
  const all = new Map<string, VmDiskFile>();
  for (const { paths, parents } of chains) {
    for (const [i, path] of paths.entries()) {
      if (all.has(path)) continue;
      const { sizeKB, type } = disks[i] ?? { sizeKB: 0, type: 'thin' };
      const parent = parents[i] === path ? undefined : parents[i];
      all.set(path, { path, bytes: sizeKB * 1024, format: type, parent });
    }
  }
  return [...all.values()];
}

function filesOfDisk(vm: Vm, { path, bytes, format, parent }: VmDiskFile): [string, Content][] {
  const folder = folderOf(path);
  const name = path.slice(folder.length);
  const id = hexOf(`disk ${vm.uuid} ${path}`, 32);
  if (parent !== undefined) {
    const hint = folderOf(parent) === folder ? parent.slice(folder.length) : parent;
    return [
      [path, descriptorText(deltaDescriptor({ name, bytes, id, parent: hint }))],
      [`${folder}${deltaNameOf(name)}`, { size: 0 }],
    ];
  }
  const hardware = vm.hardware.replace(/^vmx-0*/, '');
  return [
    [path, descriptorText(newDescriptor({ name, bytes, format, adapter: 'lsilogic', id, hardware }))],
    [`${folder}${flatNameOf(name)}`, { size: bytes }],
  ];
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The .vmsd of a VM. */
function snapshotsText({ snapshots, snapshot, lastSnapshot }: Vm): string {
  if (snapshots.length === 0) return '';
  const lines = [
    '.encoding = "UTF-8"',
    `snapshot.lastUID = "${lastSnapshot}"`,
    `snapshot.current = "${snapshot}"`,
    ...snapshots.flatMap(({ id, name, description }, i) => [
      `snapshot${i}.uid = "${id}"`,
      `snapshot${i}.displayName = "${escaped(name)}"`,
      `snapshot${i}.description = "${escaped(description)}"`,
    ]),
    `snapshot.numSnapshots = "${snapshots.length}"`,
  ];
  return `${lines.join('\n')}\n`;
}
