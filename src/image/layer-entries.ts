import type { TarEntry } from '../tar/entry.ts';
import type { ImageNode, ImagePlan, Layer } from './node.ts';
import { parentOf } from './tree.ts';

/**
 * A layer as entries of a tar: what is in it, with the folders on the way there, which a layer would else make anew with
 * modes of its own. A hard link comes after what it leads to.
 */
export function layerEntries({ nodes, ids }: ImagePlan, layer: Layer): TarEntry[] {
  const own = nodes.filter((node) => node.layer === layer);
  const needed = new Set<string>();
  for (const { path } of own)
    for (let at = parentOf(path); !needed.has(at); at = parentOf(at)) needed.add(at);
  const all = nodes.filter((node) => node.layer === layer || (node.path !== '/' && needed.has(node.path)));
  const ordered = [
    ...all.filter(({ kind }) => kind !== 'hardlink'),
    ...all.filter(({ kind }) => kind === 'hardlink'),
  ];
  return ordered.map((node) => ({
    path: node.path.slice(1) || '.', // the root itself
    mode: node.mode,
    uid: ids.uid(node.owner),
    gid: ids.gid(node.group),
    owner: node.owner,
    group: node.group,
    mtime: 0,
    ...kindOf(node),
  }));
}

function kindOf(node: ImageNode) {
  switch (node.kind) {
    case 'folder':
      return { kind: 'folder' } as const;
    case 'file':
      return { kind: 'file', content: node.content } as const;
    case 'symlink':
      return { kind: 'symlink', target: node.target } as const;
    case 'hardlink':
      return { kind: 'hardlink', target: node.to.slice(1) } as const;
  }
}
