import type { Notices } from '../listing/notices.ts';
import { OWN } from './node.ts';
import { attributesOf, type Draft, endOfHardLinks, follow, type Tree } from './tree.ts';

/** Where a link points whose target nobody has told: nothing is there. */
const UNTOLD = `${OWN}/target-not-told`;

/** Tells links that lead nowhere, and gives each a target. They stay, as they are on the host. */
export function settleLinks(tree: Tree, notices: Notices): void {
  for (const [path, draft] of tree) {
    if (draft.kind !== 'symlink') continue;
    if (draft.target !== undefined) tellOf(tree, path, notices);
    else {
      notices.add('link whose target is not told, left dangling', path);
      tree.set(path, { ...draft, target: UNTOLD });
    }
  }
}

function tellOf(tree: Tree, path: string, notices: Notices): void {
  const end = follow(tree, path);
  if (end.is === 'cycle') notices.add('link that goes round in a circle, kept', path);
  if (end.is === 'nothing') notices.add('link that leads nowhere, kept', path);
}

/** Hard links of the host stay such, where they are no more than stand-ins; and all lead to a file itself. */
export function settleHardLinks(tree: Tree): void {
  const first = new Map<string, string>();
  for (const path of [...tree.keys()].toSorted()) {
    const draft = tree.get(path) as Draft;
    if (draft.kind === 'file' && draft.inode !== undefined) {
      const to = first.get(draft.inode);
      if (to === undefined) first.set(draft.inode, path);
      else tree.set(path, { ...attributesOf(tree.get(to) as Draft), kind: 'hardlink', to });
    }
  }
  for (const [path, draft] of tree) {
    if (draft.kind !== 'hardlink') continue;
    const to = endOfHardLinks(tree, path);
    if (to !== undefined) tree.set(path, { ...attributesOf(tree.get(to) as Draft), kind: 'hardlink', to });
  }
}
