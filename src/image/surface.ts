import type { Entry, EntryType } from '../listing/entry.ts';
import type { Notices } from '../listing/notices.ts';
import { contentOf } from '../tar/entry.ts';
import { OWN, SHADOW } from './node.ts';
import { parentOf, type Draft, type Tree } from './tree.ts';

/** What looks like the host: its folders, its links, its files, empty where a survey has not brought them along. */
export function surfaceOf(entries: readonly Entry[], notices: Notices): Tree {
  const tree: Tree = new Map([['/', { kind: 'folder', mode: 0o755, ...ROOT }]]);
  for (const entry of entries) {
    const path = entry.path.toString('latin1');
    const draft = isOurs(path) ? OURS : draftOf(entry);
    if (typeof draft === 'string') notices.add(draft, path);
    else tree.set(path, draft);
  }
  return tree;
}

export const ROOT = { owner: 'root', group: 'root' } as const;

const OURS = `${OWN} and ${SHADOW} are the image's own, left out`;

const isOurs = (path: string): boolean =>
  [OWN, SHADOW].some((own) => path === own || path.startsWith(`${own}/`));

/** Or why there is none. */
function draftOf({ type, mode, owner, group, target, inode, content }: Entry): Draft | string {
  const owned = { mode, owner, group };
  switch (type) {
    case 'folder':
      return { kind: 'folder', ...owned };
    case 'file':
      return {
        ...{ kind: 'file', ...owned },
        ...(inode !== undefined && { inode }),
        ...(content && { content: contentOf(content) }),
      };
    case 'symlink':
      return { kind: 'symlink', ...owned, ...(target && { target: target.toString('latin1') }) };
    default:
      return LEFT_OUT[type];
  }
}

const LEFT_OUT: Readonly<Record<Exclude<EntryType, 'file' | 'folder' | 'symlink'>, string>> = {
  'char-device': 'device, left out: a container gets its own /dev',
  'block-device': 'device, left out: a container gets its own /dev',
  fifo: 'pipe, left out',
  socket: 'socket, left out',
};

/** Folders that the listing does not tell, but what lies in them; what cannot hold anything becomes one. */
export function addParents(tree: Tree, notices: Notices): void {
  for (const path of [...tree.keys()]) {
    if (path === '/') continue;
    for (let folder = parentOf(path); ; folder = parentOf(folder)) {
      const there = tree.get(folder);
      if (there?.kind === 'folder') break;
      if (there) notices.add('something lies in it, made a folder', folder);
      else notices.add('folder is not told but by what lies in it, made 755 root', folder);
      tree.set(folder, { kind: 'folder', mode: 0o755, ...ROOT });
    }
  }
}
