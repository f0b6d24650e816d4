import type { Leaf } from './leaf.ts';

/** Namespaces and commands by their words. */
export interface Namespace {
  /** Empty at the top. */
  path: string;
  about: string;
  namespaces: Map<string, Namespace>;
  leaves: Map<string, Leaf>;
}

/** What some words name. */
export type Found =
  { kind: 'leaf'; leaf: Leaf } | { kind: 'namespace'; namespace: Namespace } | { kind: 'unknown' };

/** `abouts`: what help says of namespaces, by their words. */
export function treeOf(leaves: readonly Leaf[], abouts: Readonly<Record<string, string>>): Namespace {
  const root = namespaceAt('', abouts);
  for (const leaf of leaves) {
    const words = leaf.path.split(' ');
    const name = words.pop() ?? '';
    let at = root;
    for (const [i, word] of words.entries()) {
      const known = at.namespaces.get(word);
      const next = known ?? namespaceAt(words.slice(0, i + 1).join(' '), abouts);
      if (!known) at.namespaces.set(word, next);
      at = next;
    }
    at.leaves.set(name, leaf);
  }
  return root;
}

const namespaceAt = (path: string, abouts: Readonly<Record<string, string>>): Namespace => ({
  path,
  about: abouts[path] ?? `Commands of ${path}.`,
  namespaces: new Map(),
  leaves: new Map(),
});

/** A word may be a namespace and a command at once: where more words follow it is the namespace. */
export function find(root: Namespace, words: readonly string[]): Found {
  let at = root;
  for (const [i, word] of words.entries()) {
    const isLast = i === words.length - 1;
    const leaf = isLast ? at.leaves.get(word) : undefined;
    if (leaf) return { kind: 'leaf', leaf };
    const next = at.namespaces.get(word);
    if (!next) return { kind: 'unknown' };
    at = next;
  }
  return { kind: 'namespace', namespace: at };
}
