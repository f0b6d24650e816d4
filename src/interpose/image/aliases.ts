import { readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { posix } from 'node:path';
import { TapeheadError } from '../../errors.ts';
import { type Place, SHADOW } from './installed.ts';
import {
  type FolderLink,
  isPlain,
  type Located,
  locate,
  look,
  makeFolders,
  onMachine,
  removeEmptyFolders,
  type Tree,
} from './tree.ts';

/** Folders that others know under another name: /bin is /usr/bin in many a tree. */
const KNOWN_FOLDERS = ['/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];

/**
 * The links that a shadow needs: a shim looks for its original under the path by which it was called, and an
 * original that is itself a link (busybox) leads to what lay beside it.
 *
 * @param links that were met on the way to places
 * @param before the aliases that there were
 */
export function aliasesFor(
  tree: Tree,
  places: readonly Place[],
  links: readonly FolderLink[],
  before: readonly FolderLink[],
): FolderLink[] {
  const moved = places.filter(({ original }) => original === 'moved').map(({ path }) => path);
  const known = KNOWN_FOLDERS.flatMap((folder) => locateInside(tree, `${folder}/.x`)?.links ?? []);
  const folders = new Map(
    [...known, ...links, ...before.flatMap(inTree)]
      .filter(({ to }) => moved.some((path) => path.startsWith(`${to}/`)))
      .map(({ at, to }) => [inShadow(at), inShadow(to)]),
  );
  const companions = new Map(moved.flatMap((path) => companionOf(tree, path)));
  return [...folders, ...companions].map(([at, to]) => ({ at, to }));
}

const inShadow = (path: string): string => posix.join(SHADOW, path);

/** The link of the tree that an alias of a folder is made after. */
const inTree = ({ at, to }: FolderLink): FolderLink[] =>
  to.startsWith(`${SHADOW}/`) ? [{ at: at.slice(SHADOW.length), to: to.slice(SHADOW.length) }] : [];

/** Where a relative link leads from its place in the shadow, and where it led before. */
function companionOf(tree: Tree, path: string): [string, string][] {
  const original = inShadow(path);
  if (!look(tree, original)?.isSymbolicLink()) return [];
  const text = readlinkSync(onMachine(tree, original));
  if (text.startsWith('/')) return [];
  const [from, to] = [original, path].map((link) => posix.join(posix.dirname(link), text));
  if (from === undefined || to === undefined || !from.startsWith(`${SHADOW}/`)) return [];
  const target = locateInside(tree, to);
  return target ? [[from, target.path]] : [];
}

/** An image may have links that lead nowhere; what nobody can reach needs no alias. */
export function locateInside(tree: Tree, path: string): Located | undefined {
  try {
    return locate(tree, path);
  } catch (error) {
    if (error instanceof TapeheadError) return undefined;
    throw error;
  }
}

/** Makes those whose places are free, as an original goes before; gives them. Those of folders come first. */
export function makeAliases(tree: Tree, aliases: readonly FolderLink[]): FolderLink[] {
  return aliases.flatMap(({ at: wanted, to }) => {
    const at = locateInside(tree, wanted)?.path;
    if (at === undefined || look(tree, at)) return [];
    makeFolders(tree, posix.dirname(at));
    symlinkSync(posix.relative(posix.dirname(at), to), onMachine(tree, at));
    return [{ at, to }];
  });
}

export function removeAliases(tree: Tree, aliases: readonly FolderLink[]): void {
  for (const { at } of aliases) {
    if (!isPlain(tree, at) || !look(tree, at)?.isSymbolicLink()) continue;
    unlinkSync(onMachine(tree, at));
    removeEmptyFolders(tree, posix.dirname(at), () => false);
  }
}
