import { type Dirent, readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withinRoot } from '../within-root.ts';

/** Files take whole ones of these. */
const SUB_BLOCK = 64 * 1024;

/** Descriptors of disks are texts of some hundred bytes; what is longer is data. */
export const LONGEST_DESCRIPTOR = 64 * 1024;

/**
 * Bytes that a folder takes on a volume, with all that is in it; 0 where it is not. Virtual disks that are thin take what
 * was written to them, any other file what it is long, whatever the file system below makes of its holes.
 */
export function usageOf(folder: string): number {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return 0; // Gone, or not a folder.
  }
  let sum = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sum += usageOf(path);
    else if (entry.isFile()) sum += usageOfFile(path);
  }
  return sum;
}

/** Of one file. */
export function usageOfFile(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  return isThin(path) ? allocated(stats) : Math.ceil(stats.size / SUB_BLOCK) * SUB_BLOCK;
}

/** What has been written to it. */
export const allocated = ({ blocks, size }: Pick<Stats, 'blocks' | 'size'>): number =>
  Math.min(blocks * 512, Math.ceil(size / SUB_BLOCK) * SUB_BLOCK);

/** Whether the descriptor beside it says so; those of snapshots always are. */
function isThin(path: string): boolean {
  if (/-(delta|sesparse)\.vmdk$/.test(path)) return true;
  if (!path.endsWith('-flat.vmdk')) return false;
  const descriptor = withinRoot(dirname(path), basename(path).replace(/-flat\.vmdk$/, '.vmdk'));
  try {
    if (statSync(descriptor).size > LONGEST_DESCRIPTOR) return false;
    return /^ddb\.thinProvisioned *= *"1"/m.test(readFileSync(descriptor, 'latin1'));
  } catch {
    return false; // A disk without its descriptor.
  }
}
