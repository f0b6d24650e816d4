import type { Leaf, Node } from '../formats/tree.ts';
import { compareFields } from './compare-fields.ts';
import { compareLists } from './compare-lists.ts';
import type { At, Walk } from './walk.ts';

/** Two nodes that stand in the same place. */
export function compareNodes(was: Node, is: Node, at: At, walk: Walk): void {
  const [recorded, current] = [asIn(was, is), asIn(is, was)];
  if (recorded.kind === 'leaf' && current.kind === 'leaf') return compareLeaves(recorded, current, at, walk);
  if (recorded.kind !== current.kind || typeOf(recorded) !== typeOf(current)) {
    walk.tell('type-changed', 'structure', at.path, recorded, current);
    return;
  }
  walk.laidOut(recorded.layout, current.layout);
  if (recorded.kind === 'list' && current.kind === 'list')
    compareLists(recorded, current, at, walk, compareNodes);
  else if (recorded.kind === 'fields' && current.kind === 'fields')
    compareFields(recorded, current, at, walk, compareNodes, NONE_APART);
}

/** A key of a block with nothing under it is an empty block where the other side has one. */
const asIn = (node: Node, other: Node): Node =>
  node.kind === 'leaf' && node.text === '' && node.type === '' && other.kind === 'fields' && other.type === ''
    ? { kind: 'fields', type: '', fields: [], layout: '' }
    : node;

const NONE_APART = {
  renamed: new Map<string, string>(),
  removed: new Set<string>(),
  added: new Set<string>(),
};

const typeOf = (node: Node): string => (node.kind === 'fields' ? node.type : '');

function compareLeaves(recorded: Leaf, current: Leaf, at: At, walk: Walk): void {
  if (isOtherType(recorded, current)) walk.tell('type-changed', 'structure', at.path, recorded, current);
  else if (recorded.text === current.text) walk.laidOut(recorded.layout, current.layout);
  else if (!walk.same(recorded.text, current.text, at))
    walk.tell('changed', 'value', at.path, recorded, current);
}

/** 1 and 1.0 are of two types; from 1 to 1.5 it is the value that changed. */
function isOtherType(recorded: Leaf, current: Leaf): boolean {
  if (recorded.type === current.type) return false;
  const areNumbers = NUMBERS.has(recorded.type) && NUMBERS.has(current.type);
  return !areNumbers || Number(recorded.text) === Number(current.text);
}

const NUMBERS = new Set(['integer', 'decimal']);
