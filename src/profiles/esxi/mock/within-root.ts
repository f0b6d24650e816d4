import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';

/** As Linux has it: more are taken for a circle. */
const MOST_LINKS = 40;

/** No file system has such a name: whoever opens it is told so. */
const NOWHERE = '_'.repeat(300);

/**
 * A path as a system whose root is `root` has it: links are followed, absolute ones from there, and `..` ends there. What
 * is not there is where it would be. Nothing can be where the way is a circle, nor where what is there is neither a file
 * nor a folder: whoever opens a pipe waits for its other end.
 */
export function withinRoot(root: string, path: string): string {
  let at = root;
  let links = 0;
  let stats: Stats | undefined;
  const todo = path.split('/').reverse();
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    if (part === '' || part === '.') continue;
    stats = undefined;
    if (part === '..') {
      if (at !== root) at = dirname(at);
      continue;
    }
    const next = join(at, part);
    stats = statsOf(next);
    if (!stats?.isSymbolicLink()) {
      at = next;
      continue;
    }
    if (++links > MOST_LINKS) return join(root, NOWHERE);
    const target = readlinkSync(next);
    if (target.startsWith('/')) at = root;
    todo.push(...target.split('/').reverse());
  }
  return !stats || stats.isFile() || stats.isDirectory() ? at : join(root, NOWHERE);
}

/** Of what is there itself, not of what it leads to. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // Too long a name, say: whoever opens it is told.
  }
}
