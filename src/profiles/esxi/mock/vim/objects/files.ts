import type { Host } from '../../model/host.ts';
import type { Vm } from '../../model/vms.ts';
import { datastorePath, folderOf, placeOfFile } from '../../vms/register.ts';
import { fileSystems, placeOf } from '../../volumes/names.ts';
import { filesOfVm } from '../../volumes/vm-files.ts';
import { isoTime } from '../../vms/time.ts';
import type { World } from '../../world.ts';
import { list, listIfAny, object, ref, since, strings, type Value } from '../value.ts';

/** Where its configuration is, and what is beside it. */
export function fileInfo(vm: Vm): Value {
  const folder = `${folderOf(vm)}/`;
  return object('vim.vm.FileInfo', {
    vmPathName: datastorePath({ volume: vm.volume, below: vm.vmx }),
    snapshotDirectory: folder,
    suspendDirectory: folder,
    logDirectory: folder,
    ftMetadataDirectory: since('6.0', undefined),
  });
}

/** Its files by what they are, as the API before 4.0 has them. */
export function fileLayout(vm: Vm, host: Host): Value {
  const files = Object.keys(filesOfVm(vm));
  const inFolder = (pattern: RegExp): string[] =>
    files.filter((path) => pattern.test(path)).map((path) => path.slice(path.lastIndexOf('/') + 1));
  const [swap] = files.filter((path) => path.endsWith('.vswp'));
  return object('vim.vm.FileLayout', {
    configFile: strings(inFolder(/\.(vmx|nvram|vmsd|vmxf)$/)),
    logFile: strings(inFolder(/\.log$/)),
    disk: listIfAny(
      'vim.vm.FileLayout.DiskLayout',
      vm.disks.map(({ path }, i) =>
        object('vim.vm.FileLayout.DiskLayout', {
          key: 2000 + i,
          diskFile: strings([named(path, vm, host), ...chainOf(vm, i).map((one) => named(one, vm, host))]),
        }),
      ),
    ),
    snapshot: listIfAny(
      'vim.vm.FileLayout.SnapshotLayout',
      vm.snapshots.map((one) =>
        object('vim.vm.FileLayout.SnapshotLayout', {
          key: ref('vim.vm.Snapshot', `${vm.id}-snapshot-${one.id}`),
          snapshotFile: strings(one.disks.map((path) => named(path, vm, host))),
        }),
      ),
    ),
    swapFile: swap === undefined ? undefined : named(swap, vm, host),
  });
}

/** All its files, each with what it is and how large. */
export function fileLayoutEx(vm: Vm, host: Host, world: World): Value {
  const files = Object.entries(filesOfVm(vm));
  return object('vim.vm.FileLayoutEx', {
    file: list(
      'vim.vm.FileLayoutEx.FileInfo',
      files.map(([path, content], key) => {
        const size = typeof content === 'string' ? Buffer.byteLength(content) : content.size;
        return object('vim.vm.FileLayoutEx.FileInfo', {
          key,
          name: named(path, vm, host),
          type: typeOf(path),
          size,
          uniqueSize: since('5.0', size),
          backingObjectId: since('5.5', undefined),
          accessible: since('5.0', true),
        });
      }),
    ),
    disk: listIfAny(
      'vim.vm.FileLayoutEx.DiskLayout',
      vm.disks.map((_, i) =>
        object('vim.vm.FileLayoutEx.DiskLayout', {
          key: 2000 + i,
          chain: list(
            'vim.vm.FileLayoutEx.DiskUnit',
            [...chainOf(vm, i).toReversed(), vm.disks[i]?.path ?? ''].map((path) =>
              object('vim.vm.FileLayoutEx.DiskUnit', { fileKey: list('int', keysOf(files, path)) }),
            ),
          ),
        }),
      ),
    ),
    snapshot: { kind: 'absent' },
    timestamp: isoTime(world.now()),
  });
}

const keysOf = (files: readonly (readonly [string, unknown])[], path: string): number[] => {
  const stem = path.replace(/\.vmdk$/, '');
  return files.flatMap(([file], key) =>
    file === path || file === `${stem}-flat.vmdk` || file === `${stem}-sesparse.vmdk` ? [key] : [],
  );
};

/** Of a disk, those that it stands on, the last first. */
function chainOf(vm: Vm, i: number): string[] {
  const paths: string[] = [];
  for (let id = vm.snapshot; id !== 0;) {
    const snapshot = vm.snapshots.find((one) => one.id === id);
    const path = snapshot?.disks[i];
    if (path !== undefined && !paths.includes(path)) paths.push(path);
    id = snapshot?.parent ?? 0;
  }
  return paths;
}

/** `[datastore1] vm-1/vm-1.vmdk`. */
const named = (path: string, vm: Vm, host: Host): string => datastorePath(placeOfFile(path, vm, host));

function typeOf(path: string): string {
  if (/-(flat|sesparse|delta)\.vmdk$/.test(path)) return 'diskExtent';
  const end = path.slice(path.lastIndexOf('.') + 1);
  return TYPES[end] ?? 'log';
}

const TYPES: Readonly<Record<string, string>> = {
  vmx: 'config',
  vmxf: 'extendedConfig',
  vmsd: 'snapshotList',
  nvram: 'nvram',
  vmdk: 'diskDescriptor',
  vswp: 'swap',
  vmss: 'suspend',
  lck: 'uwswap',
};

/** The datastores that a VM is on, as vim-cmd lists each: a word, and what it is. */
export function datastoresOf(vm: Vm, host: Host, freeOn: (name: string) => number): string {
  const names = new Set([
    vm.volume,
    ...vm.disks.map(({ path }) => placeOf(host, path)?.on.name ?? vm.volume),
  ]);
  const all = fileSystems(host).filter(({ name }) => names.has(name));
  return ROWS.map(([title, cellOf]) =>
    [title.padEnd(18), ...all.map((one) => cellOf(one, freeOn).padEnd(31))].join('   '),
  )
    .map((line) => `${line}\n`)
    .join('');
}

type On = ReturnType<typeof fileSystems>[number];

const ROWS: readonly (readonly [string, (on: On, freeOn: (name: string) => number) => string])[] = [
  ['name', ({ name }) => name],
  ['url', ({ uuid }) => `/vmfs/volumes/${uuid}`],
  ['capacity', ({ size }) => String(size)],
  ['freeSpace', ({ name }, freeOn) => String(freeOn(name))],
  ['accessible', ({ mounted }) => (mounted ? '1' : '0')],
  ['type', (on) => datastoreType(on)],
  ['multipleHostAccess', (on) => ('hosts' in on ? '1' : '<unset>')],
];

/** As the API calls file systems. */
export const datastoreType = (on: On): string =>
  'hosts' in on ? (on.version === '4.1' ? 'NFS41' : 'NFS') : on.type.replace(/-.*$/, '');
