import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { UNMOUNTED } from '../files.ts';
import type { World } from '../world.ts';
import { fileName, type FileSystem } from './names.ts';

type Shown = Pick<FileSystem, 'name' | 'uuid' | 'mounted'>;

/** The folder of a file system is in /vmfs/volumes, and its name a link to it, where it is mounted, and nowhere else. */
export function showFileSystem({ name, uuid, mounted }: Shown, { files }: Pick<World, 'files'>): void {
  if (!files.isMade) return; // It will be made as it is by then.
  const shown = files.onDisk(`/vmfs/volumes/${fileName(uuid)}`);
  const hidden = files.onDisk(`/${UNMOUNTED}/${fileName(uuid)}`);
  const [from, to] = mounted ? [hidden, shown] : [shown, hidden];
  if (existsSync(from) && !existsSync(to)) renameSync(from, to);
  if (!existsSync(to)) mkdirSync(to);
  if (name === '') return;
  const link = linkOf(name, files);
  rmSync(link, { force: true });
  if (mounted) symlinkSync(fileName(uuid), link);
}

/** It has another name now. */
export function renameFileSystem(before: string, now: Shown, world: Pick<World, 'files'>): void {
  if (before !== '' && world.files.isMade && isLink(linkOf(before, world.files)))
    rmSync(linkOf(before, world.files));
  showFileSystem(now, world);
}

/** It is gone: an NFS share that was taken away keeps its files where it comes from. */
export function forgetFileSystem(one: Shown, world: Pick<World, 'files'>): void {
  showFileSystem({ ...one, mounted: false }, world);
}

/** The folder that all links are in has no link on its way. */
const linkOf = (name: string, files: World['files']): string =>
  `${files.onDisk('/vmfs/volumes')}/${fileName(name)}`;

const isLink = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
