import type { Content } from '../tar/entry.ts';
import type { Owned } from './node.ts';

/** What is known of a path while an image is planned. */
export type Draft = Owned &
  (
    | { kind: 'folder' }
    /** Without content it is an empty stand-in. */
    | { kind: 'file'; content?: Content; inode?: string }
    /** Without a target the listing has not told where it points. */
    | { kind: 'symlink'; target?: string }
    | { kind: 'hardlink'; to: string }
  );

export const attributesOf = ({ mode, owner, group }: Draft): Owned => ({ mode, owner, group });

/** By paths: absolute, bytes as latin1. */
export type Tree = Map<string, Draft>;

export const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `.`, `..` and `//` taken away; what would lead above the root stays there, as on a host. */
export function resolved(folder: string, target: string): string {
  const names: string[] = [];
  for (const name of (target.startsWith('/') ? target : `${folder}/${target}`).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

/** Links on the way that a kernel follows at most (path_resolution(7)). */
const MOST_LINKS = 40;

/** Where a path leads. */
export type Followed =
  | { is: 'there'; path: string; draft: Draft }
  /** Nothing lies there. */
  | { is: 'nothing'; path: string }
  /** A link on the way whose target is not told. */
  | { is: 'untold'; path: string }
  | { is: 'cycle'; path: string };

/** Follows links, also those on the way, as a kernel would. */
export function follow(tree: Tree, path: string): Followed {
  let todo = path.split('/').filter((name) => name !== '');
  let at = '';
  for (let links = 0; ;) {
    const name = todo.shift();
    if (name === undefined) break;
    const next = `${at}/${name}`;
    const draft = tree.get(next);
    if (draft?.kind !== 'symlink') at = next;
    else if (draft.target === undefined) return { is: 'untold', path: next };
    else if (++links > MOST_LINKS) return { is: 'cycle', path: next };
    else {
      todo = [
        ...resolved(at, draft.target)
          .split('/')
          .filter((one) => one !== ''),
        ...todo,
      ];
      at = '';
    }
  }
  const end = at === '' ? '/' : at;
  const draft = tree.get(end);
  return draft ? { is: 'there', path: end, draft } : { is: 'nothing', path: end };
}

/** Where hard links to hard links end; undefined where they go round in a circle or lead nowhere. */
export function endOfHardLinks(tree: Tree, path: string): string | undefined {
  const seen = new Set<string>();
  for (let at = path; ;) {
    const draft = tree.get(at);
    if (draft?.kind !== 'hardlink') return draft && at;
    if (seen.has(at)) return undefined;
    seen.add(at);
    at = resolved('/', draft.to);
  }
}
