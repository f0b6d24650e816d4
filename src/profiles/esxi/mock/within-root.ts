import { lstatSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** As Linux has it: more are taken for a circle. */
const MOST_LINKS = 40;

/**
 * A path as a system whose root is `root` has it: links are followed, absolute ones from there, and `..` ends there. What
 * is not there is where it would be.
 */
export function withinRoot(root: string, path: string): string {
  let at = root;
  let links = 0;
  const todo = path.split('/').reverse();
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (at !== root) at = dirname(at);
      continue;
    }
    const next = join(at, part);
    const isLink = links < MOST_LINKS && isLinkAt(next);
    if (!isLink) {
      at = next;
      continue;
    }
    links++;
    const target = readlinkSync(next);
    if (target.startsWith('/')) at = root;
    todo.push(...target.split('/').reverse());
  }
  return at;
}

function isLinkAt(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    return false; // Too long a name, say: whoever opens it is told.
  }
}
