import { readdirSync, readlinkSync, lstatSync, statSync } from 'node:fs';
import { type Content } from '../../tar/entry.ts';
import { readTar } from '../../tar/read.ts';
import { contentIn, FileSource, openArchive, partOf } from '../../tar/source.ts';
import type { Releases } from '../../releases.ts';
import type { Packed, PackedNode } from '../rules.ts';

/** A folder, tar or tar.gz whose files go into an image; what is open of it is released with the stack. */
export async function openPackage(path: string, opened: Releases): Promise<Packed> {
  if (statSync(path).isDirectory()) return folderPackage(path);
  const source = opened.use(await openArchive(path));
  const packed = new Map<string, PackedNode>();
  for (const entry of readTar(source)) {
    const at = placeIn(entry.path);
    if (at === undefined) continue;
    const { kind, mode } = entry;
    if (kind === 'file')
      packed.set(at, { kind, mode, content: contentIn(partOf(source, entry.start, entry.size)) });
    else if (kind === 'folder') packed.set(at, { kind, mode });
    else if (kind === 'symlink') packed.set(at, { kind, mode: 0o777, target: entry.target });
    else if (kind === 'hardlink') packed.set(at, { kind, mode, to: placeIn(entry.target) ?? '/' });
  }
  return packed;
}

/** As a path of an image; undefined for what would lead out of it. */
function placeIn(path: string): string | undefined {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  return names.includes('..') ? undefined : `/${names.join('/')}`;
}

function folderPackage(folder: string): Packed {
  const packed = new Map<string, PackedNode>();
  const inodes = new Map<string, string>();
  const add = (inner: Buffer): void => {
    const at = Buffer.concat([Buffer.from(folder), inner]);
    const is = lstatSync(at);
    const path = inner.length === 0 ? '/' : inner.toString('latin1');
    const mode = is.mode & 0o7777;
    if (is.isSymbolicLink())
      packed.set(path, {
        kind: 'symlink',
        mode: 0o777,
        target: readlinkSync(at, 'buffer').toString('latin1'),
      });
    else if (is.isFile()) {
      const first = is.nlink > 1 ? inodes.get(`${is.dev} ${is.ino}`) : undefined;
      if (first === undefined) packed.set(path, { kind: 'file', mode, content: contentOfFile(at, is.size) });
      else packed.set(path, { kind: 'hardlink', mode, to: first });
      inodes.set(`${is.dev} ${is.ino}`, first ?? path);
    } else if (is.isDirectory()) {
      packed.set(path, { kind: 'folder', mode });
      for (const name of readdirSync(at, 'buffer').toSorted((a, b) => a.compare(b)))
        add(Buffer.concat([inner, SLASH, name]));
    }
  };
  add(Buffer.alloc(0));
  return packed;
}

const SLASH = Buffer.from('/');

/** Opened when it is read. */
export const contentOfFile = (path: string | Buffer, size: number): Content => ({
  size,
  *read() {
    using source = new FileSource(path);
    yield* contentIn(source).read();
  },
});

/** What lies at a path of a package and below, by its paths from there; undefined where nothing is. */
export function partOfPackage(packed: Packed, path: string): Packed | undefined {
  const part = new Map<string, PackedNode>();
  for (const [at, node] of packed) {
    if (at !== path && !(path === '/' || at.startsWith(`${path}/`))) continue;
    const inner = path === '/' ? at : at.slice(path.length) || '/';
    part.set(inner, node.kind === 'hardlink' ? whole(packed, node, path) : node);
  }
  return part.size === 0 ? undefined : part;
}

/** A hard link that would lead out of the part is a file of its own. */
function whole(packed: Packed, node: PackedNode & { kind: 'hardlink' }, path: string): PackedNode {
  if (path === '/') return node;
  if (node.to.startsWith(`${path}/`)) return { ...node, to: node.to.slice(path.length) };
  const end = packed.get(node.to);
  return end?.kind === 'file' ? end : node;
}
