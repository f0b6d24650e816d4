import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { contentOf, type TarEntry } from '../../src/tar/entry.ts';
import type { Random } from '../support/random.ts';

/** What a tree on the disk holds, by its paths: bytes as latin1. */
export function treeAt(root: string): Map<string, string> {
  const found = new Map<string, string>();
  const inodes = new Map<number, string>();
  const look = (inner: Buffer): void => {
    const at = Buffer.concat([Buffer.from(root), inner]);
    const path = inner.toString('latin1').slice(1);
    const is = lstatSync(at);
    const mode = (is.mode & 0o7777).toString(8);
    if (is.isSymbolicLink()) found.set(path, `link to ${readlinkSync(at, 'buffer').toString('latin1')}`);
    else if (is.isDirectory()) {
      if (path !== '') found.set(path, `folder ${mode}`);
      for (const name of readdirSync(at, 'buffer').toSorted((a, b) => a.compare(b)))
        look(Buffer.concat([inner, Buffer.from('/'), name]));
    } else {
      const first = inodes.get(is.ino);
      inodes.set(is.ino, first ?? path);
      found.set(
        path,
        first === undefined ? `file ${mode} ${readFileSync(at, 'latin1')}` : `same as ${first}`,
      );
    }
  };
  look(Buffer.alloc(0));
  return found;
}

/** The same of entries. */
export function treeOf(entries: readonly TarEntry[]): Map<string, string> {
  const mode = (entry: TarEntry): string => entry.mode.toString(8);
  const first = new Map<string, string>();
  const found = entries.toSorted(byTree).map((entry): [string, string] => {
    if (entry.kind === 'folder') return [entry.path, `folder ${mode(entry)}`];
    if (entry.kind === 'symlink') return [entry.path, `link to ${entry.target}`];
    const inode = entry.kind === 'hardlink' ? entry.target : entry.path;
    const before = first.get(inode);
    first.set(inode, before ?? entry.path);
    if (before !== undefined) return [entry.path, `same as ${before}`];
    const file = entries.find((one) => one.kind === 'file' && one.path === inode);
    if (file?.kind !== 'file') throw new Error(`a hard link to nothing, ${inode}`);
    return [entry.path, `file ${mode(file)} ${Buffer.concat([...file.content.read()]).toString('latin1')}`];
  });
  return new Map(found);
}

/** As a walk through it goes: a folder, what is in it, what comes after it. */
const byTree = (a: TarEntry, b: TarEntry): number => {
  const [x, y] = [a.path.replaceAll('/', '\0'), b.path.replaceAll('/', '\0')];
  return x < y ? -1 : Number(x > y);
};

/** Folders, files, links and hard links with names that are awkward. @param longest bytes of a name */
export function inventedEntries(random: Random, count: number, longest: number, depth = 12): TarEntry[] {
  const entries: TarEntry[] = [];
  const folders = [''];
  const taken = new Set<string>();
  const owned = { uid: 0, gid: 0, owner: 'root', group: 'root', mtime: 0 };
  for (let i = 0; i < count; i++) {
    const folder = random.pick(folders);
    const name = inventedName(random, longest);
    const path = folder === '' ? name : `${folder}/${name}`;
    if (taken.has(path) || path.length > 3000) continue;
    taken.add(path);
    const mode = 0o700 | random.int(0o100);
    const file = entries.findLast(({ kind }) => kind === 'file');
    const kind = random.int(6);
    if (kind < 2 && path.split('/').length < depth) {
      folders.push(path);
      entries.push({ kind: 'folder', path, mode, ...owned });
    } else if (kind === 2)
      entries.push({ kind: 'symlink', path, mode: 0o777, ...owned, target: inventedName(random, longest) });
    else if (kind === 3 && file) entries.push({ ...file, kind: 'hardlink', path, target: file.path });
    else {
      const content = contentOf(random.bytes(random.pick([0, 1, 511, 512, 513, 3000])));
      entries.push({ kind: 'file', path, mode, ...owned, content });
    }
  }
  return entries;
}

/** Any bytes but NUL and slashes; ASCII, UTF-8 or neither. */
function inventedName(random: Random, longest: number): string {
  const length = 1 + random.int(random.pick([3, 20, longest]));
  const bytes =
    random.int(3) === 0 ? random.bytes(length, 1) : Buffer.from(random.text(length)).subarray(0, length);
  const name = bytes.toString('latin1').replaceAll(/[/\0]/g, '_');
  return name === '.' || name === '..' ? 'dots' : name;
}

/** Makes them on the disk. */
export function makeTree(entries: readonly TarEntry[], root: string): void {
  for (const entry of entries) {
    const at = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(entry.path, 'latin1')]);
    if (entry.kind === 'folder') mkdirSync(at);
    else if (entry.kind === 'symlink') symlinkSync(Buffer.from(entry.target, 'latin1'), at);
    else if (entry.kind === 'hardlink')
      linkSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from(entry.target, 'latin1')]), at);
    else writeFileSync(at, Buffer.concat([...entry.content.read()]));
    if (entry.kind !== 'symlink') chmodSync(at, entry.mode);
  }
}
