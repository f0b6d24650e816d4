import { readlinkSync } from 'node:fs';
import { posix } from 'node:path';
import type { Place } from './installed.ts';
import { type Located, locate, look, MOST_LINKS, onMachine, openTree, type Tree } from './tree.ts';

/** Which of the places the image's `/bin/sh` leads to, if any: every script and system(3) in it starts there. */
export function shellAmong(folder: string, places: readonly Place[]): Place | undefined {
  const tree = openTree(folder);
  let { path } = locate(tree, '/bin/sh');
  for (let links = 0; links < MOST_LINKS; links++) {
    const place = places.find((one) => one.path === path);
    if (place || !look(tree, path)?.isSymbolicLink()) return place;
    path = behindLink(tree, path).path;
  }
  return undefined;
}

const behindLink = (tree: Tree, path: string): Located =>
  locate(tree, posix.resolve(posix.dirname(path), readlinkSync(onMachine(tree, path))));
