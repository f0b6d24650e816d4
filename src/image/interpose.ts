import type { Notices } from '../listing/notices.ts';
import type { Told } from '../manifest/told.ts';
import { isOwn } from './base.ts';
import { canBeCommand } from './default-rule.ts';
import { meant } from './nearest-path.ts';
import { SHADOW, SHIM } from './node.ts';
import type { InterposeRules, Paths } from './rules.ts';
import { attributesOf, type Draft, endOfHardLinks, parentOf, type Tree } from './tree.ts';

/** What stood where the shim stands now. */
export type Interposed = ReadonlyMap<string, Draft>;

/**
 * Puts the shim in the place of executables: those that can be commands by mode, name and place, and what the manifest
 * includes, without what it excludes. Links stay as they point; one whose target is not told is taken for an
 * executable where it lies among such.
 */
export function interpose(tree: Tree, rules: InterposeRules, tools: ReadonlySet<string>): Interposed {
  const isIncluded = (path: string): boolean => rules.include.some(({ match }) => match(path));
  const isExcluded = (path: string): boolean => rules.exclude.some(({ match }) => match(path));
  const literals = new Set(rules.include.flatMap(({ literal }) => literal ?? []));
  const found = new Map<string, Draft>();
  const links: [string, Draft][] = [];
  for (const [path, draft] of tree) {
    if (draft.kind === 'symlink' && draft.target === undefined) links.push([path, draft]);
    if (isOwn(path) || isExcluded(path)) continue;
    const isFile = draft.kind === 'file';
    const isCommand = isFile && (draft.mode & 0o111) !== 0 && canBeCommand(path);
    const isNamed = literals.has(path) ? draft.kind !== 'folder' : isFile && isIncluded(path);
    if (isNamed || (isCommand && !tools.has(path))) found.set(path, draft);
  }
  const folders = new Set(Array.from(found.keys(), parentOf));
  for (const [path, draft] of links) {
    const isAmongThem = folders.has(parentOf(path)) && canBeCommand(path);
    if ((isAmongThem || isIncluded(path)) && !isExcluded(path) && !tools.has(path)) found.set(path, draft);
  }
  settleNames(tree, found, isExcluded);
  for (const path of found.keys()) tree.set(path, shimLink(tree.get(path) as Draft));
  return found;
}

/** Further names of what is interposed are the shim, too; one that is excluded stays a name of the original. */
function settleNames(tree: Tree, found: Map<string, Draft>, isExcluded: (path: string) => boolean): void {
  const ends = Array.from(tree.keys(), (path) => [path, endOfHardLinks(tree, path)] as const);
  for (const [path, end] of ends) {
    const draft = tree.get(path);
    if (draft?.kind !== 'hardlink' || end === undefined) continue;
    const original = found.get(end);
    if (found.has(path) || (original && !isExcluded(path))) found.set(path, { ...draft, to: end });
    else if (original?.kind === 'file' && !original.content)
      tree.set(path, { ...attributesOf(original), kind: 'file' });
    else tree.set(path, { ...draft, to: original ? SHADOW + end : end });
  }
}

const shimLink = (draft: Draft): Draft => ({ ...attributesOf(draft), kind: 'hardlink', to: SHIM });

/** Paths of the interpose manifest that are not there: a single one is wrong, a glob may be for other releases. */
export function checkRules(tree: Tree, rules: InterposeRules, notices: Notices): Told[] {
  const perPath = rules.perPath.map(({ paths, place }) => ({ ...paths, place }));
  return [...rules.include, ...rules.exclude, ...perPath].flatMap((rule) => checkRule(tree, rule, notices));
}

function checkRule(tree: Tree, rule: Paths & { place: string }, notices: Notices): Told[] {
  const { glob, literal, match, place } = rule;
  if (literal !== undefined) {
    const draft = tree.get(literal);
    if (draft && draft.kind !== 'folder') return [];
    const why = draft ? `${glob} is a folder: ${glob}/** is what is in it` : `the listing has no ${glob}`;
    return [{ place, message: draft ? why : `${why}${meant(glob, literal, tree)}` }];
  }
  for (const path of tree.keys()) if (match(path)) return [];
  notices.add('the interpose manifest names it, nothing is there', glob);
  return [];
}
