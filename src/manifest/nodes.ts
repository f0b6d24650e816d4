import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Path } from './problem.ts';

/** Aliases of one document, and what they may come to where they stand for one another. */
export const MOST_ALIASES = 1_000;

interface Found {
  twice: { offset: number; key: string }[];
  /** In order, and one more than there may be at most. */
  aliases: { offset: number; inItself: boolean }[];
}

/** What the parser lets through. */
export function lookedThrough({ contents }: Document.Parsed): Found {
  const found: Found = { twice: [], aliases: [] };
  lookThrough(contents, [], found);
  return found;
}

/** `anchors`: of what the node is in. */
function lookThrough(node: unknown, anchors: readonly string[], found: Found): void {
  if (isAlias(node) && found.aliases.length <= MOST_ALIASES) {
    found.aliases.push({ offset: startOf(node) ?? 0, inItself: anchors.includes(node.source) });
  }
  if (!isCollection(node)) return;
  const inside = node.anchor === undefined ? anchors : [...anchors, node.anchor];
  if (isSeq(node)) for (const item of node.items) lookThrough(item, inside, found);
  if (!isMap(node)) return;
  const seen = new Set<string>();
  for (const { key, value } of node.items) {
    const name = keyName(key);
    // The parser would hold each key against all before it.
    if (seen.has(name)) found.twice.push({ offset: startOf(key) ?? 0, key: name });
    seen.add(name);
    lookThrough(value, inside, found);
  }
}

const keyName = (key: unknown): string => String(isScalar(key) ? key.value : key);

/** Of the last part of the path that is there. */
export function offsetOf(document: Document, path: Path, atKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [i, step] of path.entries()) {
    const holder = isAlias(node) ? node.resolve(document) : node;
    if (isSeq(holder) && typeof step === 'number') {
      node = holder.items[step];
      offset = startOf(node) ?? offset;
    } else if (isMap(holder)) {
      const pair = pairOf(holder, String(step));
      if (!pair) return offset;
      const ofKey = startOf(pair.key) ?? offset;
      node = pair.value;
      offset = atKey && i === path.length - 1 ? ofKey : (startOf(node) ?? ofKey);
    } else return offset;
  }
  return offset;
}

/** Of many problems each is looked for: so the keys of a map are gone through once. */
const PAIRS = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  let pairs = PAIRS.get(map);
  if (!pairs) PAIRS.set(map, (pairs = new Map(map.items.map((pair) => [keyName(pair.key), pair]))));
  return pairs.get(key);
}

const startOf = (node: unknown): number | undefined =>
  typeof node === 'object' && node !== null && 'range' in node ? (node as Node).range?.[0] : undefined;
