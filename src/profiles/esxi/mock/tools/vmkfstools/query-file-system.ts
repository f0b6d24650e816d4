import { DiskError } from '../../disks/disk-error.ts';
import { Failure } from '../../failure.ts';
import { isVersion } from '../../model/version.ts';
import type { Volume } from '../../model/storage.ts';
import type { Said } from '../../said.ts';
import type { FileSystem } from '../../volumes/names.ts';
import { freeOn } from '../../volumes/space.ts';
import { type Call, FAILED, placeOfCall } from './call.ts';

/** -P [-h] [-v LEVEL] */
export function queryFileSystem(call: Call): Said {
  const { args, world } = call;
  const on = fileSystemOf(call);
  const free = freeOn(on, world);
  const isVerbose = Number(args.options.get('v') ?? 0) > 0;
  const isShort = args.options.has('h');
  const lines = 'share' in on ? nfsLines(on, free, isShort) : volumeLines(on, free, isShort, isVerbose, call);
  // What its libraries say when they end, with the number of its world.
  const cleanup = [
    `${346_300 + Math.floor(world.random() * 100)}:VVOLLIB : VVolLibTracingExit:150: Successfully cleaned up the VVolLib tracing module`,
    'OBJLIB-LIB: ObjLib cleanup done.',
    'WORKER: asyncOps=0 maxActiveOps=0 maxPending=0 maxCompleted=0',
  ];
  return { stdout: `${lines.join('\n')}\n`, ...(isVerbose && { stderr: `${cleanup.join('\n')}\n` }) };
}

/** @throws Failure */
function fileSystemOf(call: Call): FileSystem {
  try {
    return placeOfCall(call).on;
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    throw new Failure(`Could not open '${call.path}': No such file or directory`, FAILED);
  }
}

function volumeLines(
  volume: Volume,
  free: number,
  isShort: boolean,
  isVerbose: boolean,
  { world }: Call,
): string[] {
  const { type, name, size, blockSize, uuid, device, partition } = volume;
  const isVmfs = type.startsWith('VMFS');
  const [version, major] = versionOf(type, world.state.host.identity.version);
  const blocks = isVmfs ? blockSize : size < 2 ** 30 ? 4096 : 65_536;
  const largest = LARGEST[type] ?? 0;
  const capacity = isShort
    ? `Capacity ${short(size)}, ${short(free)} available, file block size ${short(blocks)}, max supported file size ${short(largest)}`
    : `Capacity ${size} (${Math.floor(size / blocks)} file blocks * ${blocks}), ${free} (${Math.floor(free / blocks)} blocks) avail, max supported file size ${largest}`;
  const hasBlockSize = isVersion(world.state.host.identity.version, { since: '7.0' });
  return [
    `${version} (Raw Major Version: ${major}) file system spanning 1 partitions.`,
    `File system label (if any): ${name}`,
    `Mode: ${!isVmfs ? 'private' : volume.lockMode === 'ATS' ? 'public ATS-only' : 'public'}`,
    capacity,
    ...(isVerbose && isVmfs ? metadataLines(volume, free) : []),
    ...(hasBlockSize && !isVerbose ? [`Disk Block Size: 512/${isVmfs ? '16384' : '0'}/0`] : []),
    `UUID: ${uuid}`,
    `Partitions spanned (on "${isVmfs ? 'lvm' : 'disks'}"):`,
    `\t${device}:${partition}`,
    'Is Native Snapshot Capable: NO',
  ];
}

function nfsLines(share: Extract<FileSystem, { share: string }>, free: number, isShort: boolean): string[] {
  const capacity = isShort
    ? `Capacity ${short(share.size)}, ${short(free)} available, file block size 4 KB, max supported file size 64 TB`
    : `Capacity ${share.size} (${Math.floor(share.size / 4096)} file blocks * 4096), ${free} (${Math.floor(free / 4096)} blocks) avail, max supported file size 70368744177664`;
  return [
    `${share.version === '3' ? 'NFS-1.00' : 'NFS41-1.00'} (Raw Major Version: 0) file system spanning 1 partitions.`,
    `File system label (if any): ${share.name}`,
    'Mode: public',
    capacity,
    `UUID: ${share.uuid}`,
    'Partitions spanned (on "notDCS"):',
    `\tnfs:${share.name}`,
    `NAS VAAI Supported: ${share.acceleration === 'Supported' ? 'YES' : 'NO'}`,
    'Is Native Snapshot Capable: NO',
  ];
}

/** What -v 1 tells beside: counted in blocks of a MiB. */
function metadataLines({ size, created }: Volume, free: number): string[] {
  const used = Math.ceil((size - free) / 2 ** 20);
  const files = 16_384;
  return [
    `Volume Creation Time: ${dayOf(created)}`,
    `Files (max/free): ${files}/${files - 13}`,
    'Ptr Blocks (max/free): 0/0',
    `Sub Blocks (max/free): ${files}/${files - 21}`,
    'Secondary Ptr Blocks (max/free): 256/255',
    `File Blocks (overcommit/used/overcommit %): 0/${used}/0`,
    'Ptr Blocks  (overcommit/used/overcommit %): 0/0/0',
    'Sub Blocks  (overcommit/used/overcommit %): 0/21/0',
    `Large File Blocks (total/used/file block clusters): ${Math.ceil(size / 2 ** 29)}/0/${Math.ceil(size / 2 ** 29)}`,
    'Volume Metadata size: 1504247808',
  ];
}

/** Of a type the version that a release makes of it, and the number on disk. */
function versionOf(type: string, release: string): readonly [version: string, major: number] {
  if (type === 'VMFS-6' && isVersion(release, { before: '7.0' })) return ['VMFS-6.81', 24];
  return VERSIONS[type] ?? [`${type}-1.00`, 24];
}

const VERSIONS: Readonly<Record<string, readonly [version: string, major: number]>> = {
  'VMFS-6': ['VMFS-6.82', 24],
  'VMFS-5': ['VMFS-5.81', 14],
  'VMFS-3': ['VMFS-3.60', 9],
  VMFSOS: ['VMFSOS-1.00', 24],
  vfat: ['vfat-0.04', 0],
};

const LARGEST: Readonly<Record<string, number>> = {
  'VMFS-6': 70_368_744_177_664,
  'VMFS-5': 69_201_586_814_976,
  VMFSOS: 70_368_744_177_664,
};

/** `119.8 GB`, and `64 TB` where nothing is behind the point. */
function short(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const number = Math.round((bytes / 2 ** (10 * power)) * 10) / 10;
  return `${number} ${units[power]}`;
}

/** Such as `Sun Jan 14 21:47:26 2001`. */
function dayOf(time: string): string {
  const [weekday = '', day, month, year, clock] = new Date(time.replace(/Z?$/, 'Z')).toUTCString().split(' ');
  return `${weekday.replace(',', '')} ${month} ${String(Number(day)).padStart(2)} ${clock} ${year}`;
}
