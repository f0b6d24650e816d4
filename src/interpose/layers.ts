import { lstatSync, realpathSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { TapeheadError } from '../errors.ts';

/** Where the shim is laid, in paths without links. */
export interface Layers {
  /** Regular files: the shim is bound over each, and its folder stays as it is. */
  files: readonly string[];
  /** Folders that get files which are not there, or are links: the folder is read-only then. */
  folders: readonly { folder: string; added: readonly string[] }[];
}

/**
 * Decides how each path is laid over. A link is not followed, as others use what it leads to: a busybox behind
 * one applet is behind all of them.
 *
 * @throws TapeheadError USAGE for a folder, and for what is not there and has no folder but `/`
 */
export function layersFor(paths: readonly string[]): Layers {
  const files = new Set<string>();
  const added = new Map<string, Set<string>>();
  for (const path of paths) {
    const { folder, rest } = nearestFolder(path);
    const real = posix.join(folder, rest);
    const found = lstatSync(real, { throwIfNoEntry: false });
    if (isFolder(real)) throw refused(path, 'it is a folder', 'name an executable in it');
    if (found?.isFile()) files.add(real);
    else if (folder === '/')
      throw refused(path, NOT_OVER_ROOT, 'check its spelling, or make its folder first');
    else added.set(folder, (added.get(folder) ?? new Set()).add(rest));
  }
  return {
    files: [...files],
    folders: [...added].map(([folder, names]) => ({ folder, added: [...names] })).toSorted(outermostFirst),
  };
}

/** Also by a link. */
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const NOT_OVER_ROOT = 'its folder is not there, and nothing can be laid over the root folder';

/** The folder that is there, links followed, and what of the path is below it. */
function nearestFolder(path: string): { folder: string; rest: string } {
  let at = posix.dirname(path);
  for (;;) {
    const folder = realFolder(at, path);
    if (folder !== undefined) return { folder, rest: posix.relative(at, path) };
    at = posix.dirname(at);
  }
}

function realFolder(at: string, path: string): string | undefined {
  const remedy = 'name an executable in a folder';
  try {
    const folder = realpathSync(at);
    if (statSync(folder).isDirectory()) return folder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw refused(path, (error as Error).message, remedy);
  }
  throw refused(path, `${at} is no folder`, remedy);
}

const outermostFirst = (a: { folder: string }, b: { folder: string }): number =>
  a.folder.length - b.folder.length;

const refused = (path: string, why: string, remedy: string): TapeheadError =>
  new TapeheadError('USAGE', `${path} cannot be interposed: ${why}`, remedy);
