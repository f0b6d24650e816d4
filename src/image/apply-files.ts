import type { Notices } from '../listing/notices.ts';
import type { Told } from '../manifest/told.ts';
import { generatedContent } from './generated.ts';
import { meant } from './nearest-path.ts';
import { BASE_TOOLS } from './node.ts';
import type { FileRule, FileSource, Packed } from './rules.ts';
import { ROOT } from './surface.ts';
import { type Draft, endOfHardLinks, follow, nameOf, parentOf, type Tree } from './tree.ts';

/** What the files manifest made of a tree. */
export interface Applied {
  /** Paths whose content, or whose having none, the manifest says. */
  readonly said: ReadonlySet<string>;
  readonly problems: readonly Told[];
}

/** Puts into a tree what the files manifest says: first what its globs say, in order, then what single paths say. */
export function applyFiles(tree: Tree, rules: readonly FileRule[], notices: Notices): Applied {
  const applying = new Applying(tree, notices);
  for (const rule of rules) if (rule.paths.literal === undefined) applying.each(rule);
  for (const rule of rules) if (rule.paths.literal !== undefined) applying.one(rule, rule.paths.literal);
  applying.checkLinks();
  return applying;
}

/** Where a path lies: links of the tree lead to its folder, as on the host, where they tell whereto. */
function placeOf(tree: Tree, path: string): string {
  const folder = follow(tree, parentOf(path));
  const isKnown = folder.is === 'nothing' || (folder.is === 'there' && folder.draft.kind === 'folder');
  return isKnown ? `${folder.path === '/' ? '' : folder.path}/${nameOf(path)}` : path;
}

class Applying implements Applied {
  readonly said = new Set<string>();
  readonly problems: Told[] = [];
  readonly #tree: Tree;
  readonly #notices: Notices;
  readonly #links = new Map<string, FileRule>();

  constructor(tree: Tree, notices: Notices) {
    this.#tree = tree;
    this.#notices = notices;
  }

  /** A rule for all paths of the listing that its glob finds. */
  each(rule: FileRule): void {
    const found = [...this.#tree.keys()].filter(rule.paths.match);
    if (found.length === 0)
      this.#notices.add('the files manifest names it, nothing is there', rule.paths.glob);
    for (const path of found) if (this.#tree.has(path)) this.#apply(rule, path); // a folder before may have gone with it
  }

  one(rule: FileRule, named: string): void {
    const path = placeOf(this.#tree, named);
    const draft = this.#tree.get(path);
    if (draft === undefined && NEEDS_ONE.has(rule.source.kind)) {
      this.#tell(rule, `the listing has no ${rule.paths.glob}${meant(rule.paths.glob, path, this.#tree)}`);
    } else this.#apply(rule, path);
  }

  #apply(rule: FileRule, path: string): void {
    const before = this.#tree.get(path);
    if (!before && rule.source.kind !== 'tree')
      this.#notices.add('path that the listing has not, added', path);
    const { source } = rule;
    if (source.kind === 'remove') return this.#remove(path);
    if (source.kind === 'tree') return this.#unpack(rule, source.packed, path);
    const draft = this.#draftOf(rule, source, before);
    if (draft === undefined) return;
    if (before?.kind === 'folder' && draft.kind !== 'folder') this.#remove(path);
    if (source.kind !== 'attributes') this.said.add(path);
    if (source.kind === 'image') this.#links.set(path, rule);
    this.#tree.set(path, draft);
  }

  /** Undefined where a glob finds what the source is not for. */
  #draftOf(rule: FileRule, source: FileSource, before: Draft | undefined): Draft | undefined {
    const isFolder = before?.kind === 'folder';
    const owned = ownedBy(rule, before, source.kind === 'folder' ? 0o755 : 0o644);
    const file = { kind: 'file', ...owned } as const;
    switch (source.kind) {
      case 'attributes':
        return before && { ...before, ...owned };
      case 'survey':
        if (before?.kind === 'file' && before.content) return { ...before, ...owned };
        if (rule.paths.literal !== undefined)
          this.#tell(
            rule,
            `the listing has no content of ${rule.paths.glob}: tapehead survey --content brings it`,
          );
        return undefined;
      case 'folder':
        return { kind: 'folder', ...owned };
      case 'symlink':
        return {
          kind: 'symlink',
          ...owned,
          mode: 0o777,
          target: Buffer.from(source.target).toString('latin1'),
        };
      case 'image':
        return { kind: 'hardlink', ...owned, to: source.path };
      default:
    }
    if (isFolder) {
      if (rule.paths.literal !== undefined) this.#tell(rule, `${rule.paths.glob} is a folder in the listing`);
      return undefined;
    }
    if (source.kind === 'empty') return file;
    if (source.kind === 'content') return { ...file, content: source.content };
    if (source.kind === 'generate') return { ...file, content: generatedContent(source.what, this.#tree) };
    return undefined;
  }

  #remove(path: string): void {
    if (this.#tree.get(path)?.kind === 'folder')
      for (const other of [...this.#tree.keys()]) if (other.startsWith(`${path}/`)) this.#tree.delete(other);
    this.#tree.delete(path);
  }

  #unpack(rule: FileRule, packed: Packed, path: string): void {
    for (const [inner, node] of packed) {
      const at = inner === '/' ? path : `${path}${inner}`;
      const owned = {
        ...ROOT,
        ...ownedBy(rule, undefined, node.mode),
        ...(inner !== '/' && { mode: node.mode }),
      };
      const before = this.#tree.get(at);
      if (before?.kind === 'folder' && node.kind === 'folder') continue;
      if (before?.kind === 'folder') this.#remove(at);
      this.said.add(at);
      if (node.kind === 'hardlink') {
        this.#links.set(at, rule);
        this.#tree.set(at, { kind: 'hardlink', ...owned, to: `${path}${node.to}` });
      } else this.#tree.set(at, { ...node, ...owned });
    }
  }

  /** Hard links to what is no file. */
  checkLinks(): void {
    for (const [path, rule] of this.#links) {
      const draft = this.#tree.get(path);
      if (draft?.kind !== 'hardlink' || draft.to === BASE_TOOLS) continue; // which every image has
      const end = endOfHardLinks(this.#tree, path);
      const there = end === undefined ? undefined : this.#tree.get(end);
      if (there?.kind === 'file') continue;
      this.#tell(
        rule,
        there
          ? `${draft.to} is a ${there.kind === 'folder' ? 'folder' : 'link'}, and no file`
          : `the image has no file ${draft.to}${meant(draft.to, draft.to, this.#tree)}`,
      );
      this.#tree.delete(path);
    }
  }

  #tell({ place }: FileRule, message: string): void {
    this.problems.push({ place, message });
  }
}

const NEEDS_ONE: ReadonlySet<FileSource['kind']> = new Set(['attributes', 'survey', 'remove']);

const ownedBy = (rule: FileRule, before: Draft | undefined, mode: number) => ({
  mode: rule.mode ?? (before?.kind === 'symlink' ? mode : (before?.mode ?? mode)),
  owner: rule.owner ?? before?.owner ?? ROOT.owner,
  group: rule.group ?? before?.group ?? ROOT.group,
});
