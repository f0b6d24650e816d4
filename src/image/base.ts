import type { Notices } from '../listing/notices.ts';
import type { Content } from '../tar/entry.ts';
import { generatedContent } from './generated.ts';
import { BASE_TOOLS, OWN, SHADOW, SHIM } from './node.ts';
import { ROOT } from './surface.ts';
import { follow, nameOf, parentOf, type Draft, type Tree } from './tree.ts';

/** A static busybox: the container's own shell and base tools. */
export interface BaseTools {
  content: Content;
  /** Names that it answers to. */
  applets: ReadonlySet<string>;
}

/** What each container has to have, be it of this host or not. */
export function addBase(tree: Tree, tools: BaseTools, said: ReadonlySet<string>, notices: Notices): void {
  for (const path of MOUNTED) {
    const there = tree.get(path);
    if (there === undefined || there.kind === 'folder') continue;
    notices.add('an engine mounts there, made a folder', path);
    tree.delete(path);
  }
  for (const path of [OWN, SHADOW, ...MOUNTED, '/run', '/etc']) addFolder(tree, path, 0o755);
  addFolder(tree, '/tmp', 0o1777);
  tree.set(BASE_TOOLS, { kind: 'file', mode: 0o755, ...ROOT, content: tools.content });
  addAccounts(tree, 'passwd', said);
  addAccounts(tree, 'group', said);
}

/** What every engine puts there; it starts no container where it cannot. */
const MOUNTED = ['/proc', '/dev', '/sys'];

function addFolder(tree: Tree, path: string, mode: number): void {
  if (!tree.has(path)) tree.set(path, { kind: 'folder', mode, ...ROOT });
}

/** Unless what is in it is known, or it is said to be empty. */
function addAccounts(tree: Tree, what: 'passwd' | 'group', said: ReadonlySet<string>): void {
  const path = `/etc/${what}`;
  const draft = tree.get(path) ?? { kind: 'file', mode: 0o644, ...ROOT };
  if (said.has(path) || draft.kind !== 'file' || draft.content) return;
  tree.set(path, { ...draft, content: generatedContent(what, tree) });
}

/**
 * Makes the container's own shell and base tools of what has their names in the folders for executables: hard links of
 * files, links of links. Gives their paths.
 *
 * @param isSpared what the manifests say something else of
 */
export function putBaseTools(
  tree: Tree,
  { applets }: BaseTools,
  isSpared: (path: string) => boolean,
): ReadonlySet<string> {
  const named = [...tree].filter(
    ([path]) => isInBin(path) && (applets.has(nameOf(path)) || nameOf(path) === 'busybox') && !isSpared(path),
  );
  const put = new Set<string>();
  for (const [path, draft] of named) {
    if (draft.kind !== 'file' || draft.content || (draft.mode & 0o111) === 0) continue;
    tree.set(path, { ...draft, kind: 'hardlink', to: BASE_TOOLS });
    put.add(path);
  }
  const own = [...put].find((path) => nameOf(path) === 'busybox') ?? BASE_TOOLS;
  for (const [path, draft] of named) {
    if (draft.kind !== 'symlink') continue;
    if (!leadsTo(tree, path, put)) tree.set(path, { ...draft, target: own });
    put.add(path);
  }
  addShell(tree, own, put);
  return put;
}

const isInBin = (path: string): boolean => /^s?bin$/.test(nameOf(parentOf(path)));

function leadsTo(tree: Tree, path: string, put: ReadonlySet<string>): boolean {
  const end = follow(tree, path);
  return end.is === 'there' && put.has(end.path);
}

/** `/bin/sh`: by it a container runs its command, and scripts name it. */
function addShell(tree: Tree, own: string, put: Set<string>): void {
  const bin = follow(tree, '/bin');
  const path = bin.is === 'there' && bin.draft.kind === 'folder' ? `${bin.path}/sh` : '/bin/sh';
  if (follow(tree, '/bin/sh').is === 'there') return;
  if (bin.is !== 'there') tree.set('/bin', { kind: 'folder', mode: 0o755, ...ROOT });
  tree.set(path, { kind: 'symlink', mode: 0o777, ...ROOT, target: own });
  put.add(path);
}

/** The inode that all interposed paths share: it has the mode that most of them had, no set-uid. */
export function shimDraft(interposed: readonly Draft[], content: Content): Draft {
  const modes = new Map<number, number>();
  for (const { mode } of interposed) modes.set(mode & 0o777, (modes.get(mode & 0o777) ?? 0) + 1);
  const [most] = [...modes].sort(([a, x], [b, y]) => y - x || b - a);
  return { kind: 'file', mode: (most?.[0] ?? 0o555) | 0o111, ...ROOT, content };
}

export const isOwn = (path: string): boolean =>
  path === SHIM || path === BASE_TOOLS || path.startsWith(`${OWN}/`);
