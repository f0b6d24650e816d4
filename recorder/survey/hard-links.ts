import { isUtf8 } from 'node:buffer';
import type { Entry } from '../../src/listing/entry.ts';

/**
 * Hard links of each other by the path of the first of them: numbers of inodes are others after each start of a host that
 * has its root in memory. A file whose other names are not listed has none.
 *
 * @param entries sorted
 */
export function withLinkGroups(entries: readonly Entry[]): Entry[] {
  const first = new Map<string, Entry>();
  const shared = new Set<string>();
  for (const entry of entries) {
    if (entry.inode === undefined) continue;
    if (first.has(entry.inode)) shared.add(entry.inode);
    else first.set(entry.inode, entry);
  }
  return entries.map((entry) => {
    const { inode, ...rest } = entry;
    if (inode === undefined) return entry;
    return shared.has(inode) ? { ...rest, inode: labelOf(first.get(inode)?.path, inode) } : rest;
  });
}

const labelOf = (path: Buffer | undefined, inode: string): string =>
  path && isUtf8(path) ? path.toString() : inode;
