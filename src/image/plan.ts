import type { Listing } from '../listing/entry.ts';
import { Notices } from '../listing/notices.ts';
import { badManifest } from '../manifest/told.ts';
import { type Content, contentOf } from '../tar/entry.ts';
import { applyFiles } from './apply-files.ts';
import { addBase, type BaseTools, putBaseTools, shimDraft } from './base.ts';
import { IMAGE_DATA_PATH } from './image-data.ts';
import { checkRules, interpose } from './interpose.ts';
import { idsOf, type ToldIds } from './ids.ts';
import { settleHardLinks, settleLinks } from './links.ts';
import { BASE_TOOLS, type Counts, type ImageNode, type ImagePlan, SHADOW, SHIM } from './node.ts';
import type { FileRule, InterposeRules } from './rules.ts';
import { addShadow } from './shadow.ts';
import { addParents, ROOT, surfaceOf } from './surface.ts';
import type { Draft, Tree } from './tree.ts';

/** All that an image is made of. */
export interface PlanInput {
  listing: Listing;
  files: readonly FileRule[];
  interpose: InterposeRules;
  shim: Content;
  tools: BaseTools;
  /** What lies in the image as its data. */
  data: Uint8Array;
}

/**
 * What an image holds: decided here, and by nothing but what it is made of.
 *
 * @throws TapeheadError BAD_MANIFEST for paths that manifests name and the listing lacks
 */
export function plan({ listing, files, interpose: rules, shim, tools, data }: PlanInput): ImagePlan {
  const notices = new Notices();
  const tree = surfaceOf(listing.entries, notices);
  const { said, problems } = applyFiles(tree, files, notices);
  const wrong = [...problems, ...checkRules(tree, rules, notices)];
  if (wrong.length > 0) throw badManifest(wrong, REMEDY);
  addBase(tree, tools, said, notices);
  addParents(tree, notices);
  const isIncluded = (path: string): boolean => rules.include.some(({ match }) => match(path));
  const base = putBaseTools(tree, tools, (path) => said.has(path) || isIncluded(path));
  const interposed = interpose(tree, rules, base);
  tree.set(SHIM, shimDraft([...interposed.values()], shim));
  tree.set(IMAGE_DATA_PATH, { kind: 'file', mode: 0o644, ...ROOT, content: contentOf(data) });
  const shadowed = addShadow(tree, interposed);
  addParents(tree, new Notices()); // those of the shadow
  settleHardLinks(tree);
  settleLinks(tree, notices);
  const nodes = nodesOf(tree);
  const counts = { ...countsOf(tree), baseTools: base.size, shadowed };
  return { nodes, ids: idsOf(tree, toldIds(listing)), counts, notices: [...listing.told, ...notices.all] };
}

const REMEDY =
  'docs/image.md tells what manifests of images may name; an empty: true in the files manifest adds a path';

function nodesOf(tree: Tree): ImageNode[] {
  const paths = [...tree.keys()].toSorted();
  return paths.map((path) => {
    const { mode, owner, group, ...draft } = tree.get(path) as Draft;
    const node = { path, layer: layerOf(path, tree), mode, owner, group };
    switch (draft.kind) {
      case 'file':
        return { ...node, kind: 'file', content: draft.content ?? NOTHING };
      case 'symlink':
        return { ...node, kind: 'symlink', target: draft.target ?? '' };
      default:
        return { ...node, ...draft };
    }
  });
}

const NOTHING = contentOf(new Uint8Array());

function layerOf(path: string, tree: Tree): ImageNode['layer'] {
  const draft = tree.get(path);
  const at = draft?.kind === 'hardlink' ? draft.to : path;
  if (at === IMAGE_DATA_PATH) return 'data';
  return at === SHIM || at.startsWith(`${SHADOW}/`) ? 'shim' : 'surface';
}

function countsOf(tree: Tree): Omit<Counts, 'baseTools' | 'shadowed'> {
  const counts = { folders: 0, files: 0, standIns: 0, symlinks: 0, hardLinks: 0, interposed: 0 };
  for (const draft of tree.values()) {
    if (draft.kind === 'folder') counts.folders++;
    else if (draft.kind === 'symlink') counts.symlinks++;
    else if (draft.kind === 'file') counts[draft.content ? 'files' : 'standIns']++;
    else if (draft.to === SHIM) counts.interposed++;
    else if (draft.to !== BASE_TOOLS) counts.hardLinks++;
  }
  return counts;
}

function toldIds({ entries }: Listing): ToldIds {
  return {
    users: new Map(entries.flatMap(({ owner, uid }) => (uid === undefined ? [] : [[owner, uid] as const]))),
    groups: new Map(entries.flatMap(({ group, gid }) => (gid === undefined ? [] : [[group, gid] as const]))),
  };
}
