import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmdirSync,
  statSync,
  type Stats,
} from 'node:fs';
import { posix } from 'node:path';
import { TapeheadError } from '../../errors.ts';
import { mountPointsOf } from '../mount-script.ts';

/** The root file system of an image, unpacked into a folder. Paths in it begin at its root. */
export interface Tree {
  /** Where it is on this machine, links followed. */
  readonly root: string;
}

/**
 * Opens a folder as a tree.
 *
 * @throws TapeheadError USAGE for the root that this machine runs on, or any other that is mounted
 */
export function openTree(folder: string): Tree {
  const root = realFolder(folder);
  if (isSame(statSync(root), statSync('/'))) {
    throw new TapeheadError('USAGE', `${folder} is the root of this machine, which is in use`, UNPACKED);
  }
  if (mountPoints().includes(root)) {
    throw new TapeheadError(
      'USAGE',
      `${folder} is the root of what is mounted there, which may be in use`,
      UNPACKED,
    );
  }
  return { root };
}

const UNPACKED =
  'name the folder of an unpacked image; for this machine: tapehead record --interpose /bin/esxcli -- COMMAND';

function realFolder(folder: string): string {
  try {
    const root = realpathSync(folder);
    if (statSync(root).isDirectory()) return root;
  } catch (cause) {
    throw new TapeheadError('USAGE', `${folder} cannot be opened: ${(cause as Error).message}`, UNPACKED, {
      cause,
    });
  }
  throw new TapeheadError('USAGE', `${folder} is no folder`, UNPACKED);
}

const isSame = (a: Stats, b: Stats): boolean => a.dev === b.dev && a.ino === b.ino;

function mountPoints(): string[] {
  return process.platform === 'linux' ? mountPointsOf(readFileSync('/proc/self/mountinfo', 'utf8')) : ['/'];
}

/** Where a path of the tree is on this machine. Its folders must hold no links: `locate()` sees to that. */
export const onMachine = (tree: Tree, path: string): string => posix.join(tree.root, path);

/** A file of the tree as it is, a link not followed; undefined where there is none. */
export const look = (tree: Tree, path: string): Stats | undefined =>
  lstatSync(onMachine(tree, path), { throwIfNoEntry: false });

/** A link that leads to a folder, and where it leads in the end. */
export interface FolderLink {
  at: string;
  to: string;
}

/** A path without links in its folders, and the links that were met on the way to it. */
export interface Located {
  path: string;
  links: readonly FolderLink[];
}

/**
 * Finds where a path leads, as if the tree were the root: every link in its folders is followed, the last part is
 * not. Folders that are not there stand as they are.
 *
 * @throws TapeheadError USAGE for one that leaves the tree
 */
export function locate(tree: Tree, path: string): Located {
  const links: FolderLink[] = [];
  const follow = (from: string, parts: readonly string[]): string => {
    let folder = from;
    for (const part of parts) {
      if (part === '..' && folder === '/') throw leaves(path);
      const next = posix.join(folder, part);
      const found = part === '..' ? undefined : look(tree, next);
      if (found?.isSymbolicLink()) {
        if (links.length >= MOST_LINKS) throw leaves(path);
        const text = readlinkSync(onMachine(tree, next));
        const link = { at: next, to: next };
        links.push(link);
        folder = link.to = follow(text.startsWith('/') ? '/' : folder, partsOf(text));
      } else if (found && !found.isDirectory()) {
        throw new TapeheadError('USAGE', `${path}: ${next} is no folder in the tree`, 'check the path');
      } else folder = next;
    }
    return folder;
  };
  const folder = follow('/', partsOf(posix.dirname(path)));
  return { path: posix.join(folder, posix.basename(path)), links };
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/** Whether no link is among its folders: what is read in the tree itself may say anything. */
export const isPlain = (tree: Tree, path: string): boolean => locate(tree, path).path === path;

/** As many as the kernel follows (path_resolution(7)). */
export const MOST_LINKS = 40;

const leaves = (path: string): TapeheadError =>
  new TapeheadError('USAGE', `${path} leads out of the tree`, 'a path whose links stay in the tree');

/** Makes a folder and those above it; gives those that were not there. Follows no link. @throws TapeheadError USAGE */
export function makeFolders(tree: Tree, path: string): string[] {
  if (path === '/') return [];
  const made = makeFolders(tree, posix.dirname(path));
  const found = look(tree, path);
  if (found?.isDirectory()) return made;
  if (found)
    throw new TapeheadError('USAGE', `${path} is in the way: it is no folder`, 'remove it from the tree');
  mkdirSync(onMachine(tree, path), { mode: 0o755 });
  return [...made, path];
}

/** Removes a folder, and those above it, as long as they are empty, up to one that is kept. */
export function removeEmptyFolders(tree: Tree, path: string, kept: (path: string) => boolean): void {
  if (path === '/' || kept(path) || !look(tree, path)?.isDirectory()) return;
  try {
    rmdirSync(onMachine(tree, path));
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return;
    throw error;
  }
  removeEmptyFolders(tree, posix.dirname(path), kept);
}
