import { readlinkSync } from 'node:fs';
import { posix } from 'node:path';
import { locateInside } from './aliases.ts';
import type { Place } from './installed.ts';
import { look, MOST_LINKS, onMachine, openTree, type Tree } from './tree.ts';

/** Which of the places the image's `/bin/sh` leads to, if any: every script and system(3) in it starts there. */
export function shellAmong(folder: string, places: readonly Place[]): Place | undefined {
  const tree = openTree(folder);
  const way = linksFrom(tree, '/bin/sh');
  return places.find(({ path }) => way.includes(path));
}

/** A path, and those that it leads to by links, up to a file, to nothing, or out of the tree. */
function linksFrom(tree: Tree, path: string, most = MOST_LINKS): string[] {
  const at = locateInside(tree, path)?.path;
  if (at === undefined) return [];
  if (most === 0 || !look(tree, at)?.isSymbolicLink()) return [at];
  const next = posix.resolve(posix.dirname(at), readlinkSync(onMachine(tree, at)));
  return [at, ...linksFrom(tree, next, most - 1)];
}
