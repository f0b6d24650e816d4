import type { Host } from '../../model/host.ts';
import type { VsishNode } from './node.ts';

/** A place that is there: a node, or one that nodes are below. */
export interface Place {
  node: VsishNode | undefined;
  /** What stands for each `*`. */
  names: readonly string[];
  /** What is below it; a folder of them ends with `/`. */
  children: readonly string[];
}

/** Undefined where no such place is in the tree. */
export function placeAt(nodes: readonly VsishNode[], host: Host, path: string): Place | undefined {
  const wanted = path.split('/').filter((part) => part !== '');
  const found = nodes.flatMap((node) => {
    const names = namesOn(node, host, wanted);
    return names ? [{ node, names }] : [];
  });
  const [first] = found;
  if (!first) return undefined;
  const node = found.find((one) => partsOf(one.node).length === wanted.length);
  const children = found.flatMap((one) => childrenOf(one.node, host, one.names, wanted.length));
  return { node: node?.node, names: node?.names ?? first.names, children: [...new Set(children)].sort() };
}

/** Whether there may be such a place on some host, if not on this one. */
export const isInTree = (nodes: readonly VsishNode[], path: string): boolean =>
  nodes.some((node) => {
    const parts = partsOf(node);
    const wanted = path.split('/').filter((part) => part !== '');
    return wanted.length <= parts.length && wanted.every((part, i) => parts[i] === '*' || parts[i] === part);
  });

const partsOf = ({ path }: VsishNode): string[] => path.slice(1).split('/');

/** What stands for each `*` of a node on the way; undefined where the node is elsewhere. */
function namesOn(node: VsishNode, host: Host, wanted: readonly string[]): string[] | undefined {
  const parts = partsOf(node);
  if (wanted.length > parts.length) return undefined;
  const names: string[] = [];
  for (const [i, part] of wanted.entries()) {
    if (parts[i] === part) continue;
    if (parts[i] !== '*' || !node.names?.(host, names).includes(part)) return undefined;
    names.push(part);
  }
  return names;
}

function childrenOf(node: VsishNode, host: Host, names: readonly string[], depth: number): string[] {
  const parts = partsOf(node);
  const next = parts[depth];
  if (next === undefined) return [];
  const end = depth === parts.length - 1 ? '' : '/';
  return next === '*' ? (node.names?.(host, names) ?? []).map((name) => name + end) : [next + end];
}
