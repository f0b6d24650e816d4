import {
  closeSync,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { posix } from 'node:path';
import { bytesOf } from '../text.ts';
import { freeOn } from '../volumes/space.ts';
import type { World } from '../world.ts';
import { type Descriptor, descriptorText, geometryOf } from './descriptor.ts';
import { DiskError } from './disk-error.ts';
import { flatNameOf, type Format, newDescriptor } from './new-disk.ts';
import { type Disk, extentsOf, type Place } from './open-disk.ts';
import { copySparse, copyWithoutZeros } from './sparse-copy.ts';

/** The largest there are: 62 TB. */
const LARGEST = 62 * 2 ** 40;
const SMALLEST = 2 ** 20;

/** What a disk is to be. */
export interface Wanted {
  bytes: number;
  format: Format;
  adapter: string;
}

/** Whether a new disk may be here. @throws DiskError */
export function checkNew(place: Place): void {
  const folder = posix.dirname(place.onDisk);
  if (!place.path.endsWith('.vmdk') || place.path.includes('\n') || posix.basename(place.path) === '.vmdk')
    throw new DiskError('invalid');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new DiskError('missing');
  if (existsSync(place.onDisk) || existsSync(flatNameOf(place.onDisk))) throw new DiskError('exists');
}

/** An empty disk. @throws DiskError, and nothing is left of it */
export function createDisk(place: Place, { bytes, format, adapter }: Wanted, world: World): void {
  checkNew(place);
  if (bytes < SMALLEST || bytes > LARGEST || bytes % 512 !== 0) throw new DiskError('invalid');
  if (freeOn(place.on, world) < (format === 'thin' ? SMALLEST : bytes)) throw new DiskError('full');
  makeFile(flatNameOf(place.onDisk), bytes);
  writeDescriptor(place, newDescriptorOf(place, { bytes, format, adapter }, world));
  noteEager(place, format, world);
}

/** A copy of `source`, and of what is below it. `base`: where the data lies. @throws DiskError, and nothing is left of it */
export function cloneDisk(base: Disk, place: Place, wanted: Wanted, world: World): void {
  const [from = ''] = extentsOf(base, base.descriptor);
  try {
    copySparse(from, flatNameOf(place.onDisk));
  } catch (error) {
    const why = asDiskError(error);
    if (why instanceof DiskError && why.kind === 'full') rmSync(flatNameOf(place.onDisk), { force: true });
    throw why;
  }
  truncateSync(flatNameOf(place.onDisk), wanted.bytes);
  writeDescriptor(place, newDescriptorOf(place, wanted, world));
  noteEager(place, wanted.format, world);
}

/** @throws DiskError; it is as before then */
export function growDisk(disk: Disk, bytes: number, world: World): void {
  if (bytes < disk.bytes || bytes > LARGEST || disk.descriptor.parentHint !== undefined)
    throw new DiskError('invalid');
  if (disk.format !== 'thin' && freeOn(disk.on, world) < bytes - disk.bytes) throw new DiskError('full');
  const [flat = ''] = extentsOf(disk, disk.descriptor);
  setLength(flat, bytes);
  const { cylinders } = geometryOf(bytes, disk.descriptor.ddb.get('adapterType') ?? '');
  writeFileSync(
    disk.onDisk,
    bytesOf(
      descriptorText({
        ...disk.descriptor,
        extents: disk.descriptor.extents.map((extent) => ({ ...extent, sectors: bytes / 512 })),
        ddb: new Map([...disk.descriptor.ddb, ['geometry.cylinders', String(cylinders)]]),
      }),
    ),
  );
}

/** Its data, and its descriptor. */
export function deleteDisk(disk: Disk, world: World): void {
  for (const extent of extentsOf(disk, disk.descriptor)) rmSync(extent, { force: true });
  rmSync(disk.onDisk);
  noteEager(disk, 'zeroedthick', world);
}

/** @throws DiskError */
export function renameDisk(disk: Disk, to: Place, world: World): void {
  checkNew(to);
  const extents = disk.descriptor.extents.map((extent) => ({
    ...extent,
    file: renamed(extent.file, posix.basename(disk.path), posix.basename(to.path)),
  }));
  for (const [i, from] of extentsOf(disk, disk.descriptor).entries()) {
    renameSync(from, `${posix.dirname(to.onDisk)}/${posix.basename(extents[i]?.file ?? '')}`);
  }
  writeDescriptor(to, { ...disk.descriptor, extents });
  rmSync(disk.onDisk);
  noteEager(disk, 'zeroedthick', world);
  noteEager(to, disk.format, world);
}

/** What is zero takes no room from then on. */
export function punchDisk(disk: Disk, world: World): void {
  for (const extent of extentsOf(disk, disk.descriptor)) {
    copyWithoutZeros(extent, `${extent}.punched`);
    renameSync(`${extent}.punched`, extent);
  }
  setFormat(disk, 'thin', world);
}

/** All zeros. */
export function zeroDisk(disk: Disk): void {
  for (const extent of extentsOf(disk, disk.descriptor)) {
    const { size } = statSync(extent);
    truncateSync(extent, 0);
    truncateSync(extent, size);
  }
}

/** The same data, its blocks got otherwise. @throws DiskError */
export function setFormat(disk: Disk, format: Format, world: World): void {
  const ddb = new Map(disk.descriptor.ddb);
  ddb.delete('thinProvisioned');
  if (format === 'thin') ddb.set('thinProvisioned', '1');
  else if (disk.format === 'thin' && freeOn(disk.on, world) < disk.bytes) throw new DiskError('full');
  writeFileSync(disk.onDisk, bytesOf(descriptorText({ ...disk.descriptor, ddb })));
  noteEager(disk, format, world);
}

const renamed = (file: string, from: string, to: string): string =>
  file.replace(from.replace(/\.vmdk$/, ''), () => to.replace(/\.vmdk$/, ''));

function newDescriptorOf(place: Place, wanted: Wanted, world: World): Descriptor {
  const id = Array.from({ length: 32 }, () => Math.floor(world.random() * 16).toString(16)).join('');
  const hardware = hardwareOf(world.state.host.identity.version);
  return newDescriptor({ ...wanted, name: posix.basename(place.path), id, hardware });
}

/** The newest virtual hardware that a release has. */
export function hardwareOf(version: string): string {
  const release = version.split('.').slice(0, 2).join('.');
  return (
    { '5.0': '8', '5.1': '9', '5.5': '10', '6.0': '11', '6.5': '13', '6.7': '14', '7.0': '19', '8.0': '21' }[
      release
    ] ?? '22'
  );
}

export function writeDescriptor(place: Place, descriptor: Descriptor): void {
  writeFileSync(place.onDisk, bytesOf(descriptorText(descriptor)), { flag: 'wx', mode: 0o600 });
}

function makeFile(path: string, bytes: number): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    throw asDiskError(error);
  }
  try {
    truncateSync(path, bytes);
  } catch (error) {
    rmSync(path, { force: true });
    throw asDiskError(error);
  }
}

function setLength(path: string, bytes: number): void {
  try {
    truncateSync(path, bytes);
  } catch (error) {
    throw asDiskError(error);
  }
}

/** What this machine cannot do, as the host would say it. */
function asDiskError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EFBIG' || code === 'ENOSPC') return new DiskError('full');
  if (code === 'EEXIST') return new DiskError('exists');
  return code === 'ENAMETOOLONG' || code === 'ENOTDIR' ? new DiskError('invalid') : error;
}

/** Which disks were zeroed is not to be seen in their files. */
function noteEager({ on, below }: Place, format: Format, { state }: World): void {
  state.change(({ volumes }) => {
    const volume = volumes.find(({ uuid }) => uuid === on.uuid);
    if (!volume) return;
    const others = volume.eager.filter((one) => one !== below);
    if (format === 'eagerzeroedthick') volume.eager = [...others, below];
    else if (others.length < volume.eager.length) volume.eager = others;
  });
}
