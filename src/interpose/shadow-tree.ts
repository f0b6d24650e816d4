import { lstatSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';

/**
 * Makes a tree in which the originals of interposed paths are found under their own path: a link where it was a
 * link, an empty file where the original is to be bound. All that is beside them and above them is there as a link,
 * so that an original which looks for its things from where it lies (`$0/../lib`) finds them.
 *
 * Links only: whoever clears temporary folders clears nothing else by it.
 *
 * @param paths without links in their folders; those that are not there are left out
 * @returns where the regular files are to be bound
 */
export function makeShadowTree(tree: string, paths: readonly string[]): { file: string; at: string }[] {
  const present = paths.filter((path) => lstatSync(path, { throwIfNoEntry: false }));
  const levels = new Set(['/', ...present.flatMap(foldersOf)]);
  for (const level of levels) mkdirSync(posix.join(tree, level), { recursive: true, mode: 0o755 });
  const bound: { file: string; at: string }[] = [];
  const own = new Set(present);
  for (const level of levels) {
    for (const name of readdirSync(level)) {
      const path = posix.join(level, name);
      const at = posix.join(tree, path);
      if (levels.has(path)) continue;
      const target = realTarget(path);
      if (own.has(path) && target === path) {
        writeFileSync(at, '', { mode: 0o755 });
        bound.push({ file: path, at });
      } else {
        // What leads into the tree stays in it: /bin where that is usr/bin.
        const inTree = target !== path && (levels.has(target) || own.has(target));
        symlinkSync(inTree ? posix.join(tree, target) : target, at);
      }
    }
  }
  return bound;
}

/** Every folder above it but `/`. */
function foldersOf(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '/' ? [] : [...foldersOf(folder), folder];
}

/** Where a link leads in the end; the path itself where it leads nowhere that we may look. */
function realTarget(path: string): string {
  try {
    return lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;
  } catch {
    return path; // a broken link, or gone since the folder was read
  }
}
