import { contentOf } from '../tar/entry.ts';
import { isLibrary, isLoader } from './default-rule.ts';
import type { Interposed } from './interpose.ts';
import { SHADOW } from './node.ts';
import { ROOT } from './surface.ts';
import { attributesOf, type Draft, follow, parentOf, type Tree } from './tree.ts';

/** Names the folders of libraries in `/.shadow`, with a colon between them. */
const LIBRARIES = `${SHADOW}/.libraries`;

/**
 * Puts what is known of interposed executables into `/.shadow`, for passthrough; and the libraries, which there are
 * found by LD_LIBRARY_PATH. Gives how many.
 */
export function addShadow(tree: Tree, interposed: Interposed): number {
  const kept = [...interposed].filter(([, draft]) => isKnown(draft, interposed, tree));
  const libraries = [...tree].filter(([path, draft]) => isShadowedLibrary(path, draft));
  for (const [path, draft] of kept) tree.set(SHADOW + path, inShadow(draft, interposed));
  const paths = new Set(libraries.map(([path]) => path));
  for (const [path, draft] of libraries) {
    tree.set(SHADOW + path, draft);
    tree.set(path, { ...attributesOf(draft), kind: 'hardlink', to: SHADOW + path });
  }
  const links = paths.size === 0 ? [] : linksTo(tree, paths);
  for (const [path, draft] of links) tree.set(SHADOW + path, inShadow(draft, interposed));
  const folders = new Set([...paths, ...links.map(([path]) => path)].map((path) => parentOf(SHADOW + path)));
  if (folders.size > 0) {
    const content = contentOf(Buffer.from(`${[...folders].toSorted().join(':')}\n`, 'latin1'));
    tree.set(LIBRARIES, { kind: 'file', mode: 0o644, ...ROOT, content });
  }
  return kept.length + libraries.length;
}

const isShadowedLibrary = (path: string, draft: Draft): boolean =>
  draft.kind === 'file' && draft.content !== undefined && isLibrary(path) && !isLoader(path);

/** Whether there is anything that could be run in its place. */
function isKnown(draft: Draft | undefined, interposed: Interposed, tree: Tree): boolean {
  if (draft?.kind === 'file') return draft.content !== undefined;
  if (draft?.kind === 'symlink') return draft.target !== undefined;
  return (
    draft?.kind === 'hardlink' && isKnown(interposed.get(draft.to) ?? tree.get(draft.to), interposed, tree)
  );
}

/** A link of the shadow leads to the shadow. */
function inShadow(draft: Draft, interposed: Interposed): Draft {
  if (draft.kind === 'symlink' && draft.target?.startsWith('/'))
    return { ...draft, target: SHADOW + draft.target };
  if (draft.kind === 'hardlink' && interposed.has(draft.to)) return { ...draft, to: SHADOW + draft.to };
  return draft;
}

/** The links by whose names libraries are looked for: libfoo.so.1 to libfoo.so.1.2. */
function linksTo(tree: Tree, libraries: ReadonlySet<string>): [string, Draft][] {
  return [...tree].filter(([path, draft]) => {
    if (draft.kind !== 'symlink' || !isLibrary(path) || path.startsWith(`${SHADOW}/`)) return false;
    const end = follow(tree, path);
    return end.is === 'there' && libraries.has(end.path);
  });
}
