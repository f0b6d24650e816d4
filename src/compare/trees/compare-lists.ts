import type { Item, List } from '../formats/tree.ts';
import { type CompareNodes, compareFields } from './compare-fields.ts';
import { columnsApart } from './list-columns.ts';
import { type Masks, matchRows } from './match-rows.ts';
import type { At, Walk } from './walk.ts';

/** Rows are matched, columns that came or went are told once, and then each row is compared with its own. */
export function compareLists(
  recorded: List,
  current: List,
  at: At,
  walk: Walk,
  compareNodes: CompareNodes,
): void {
  if (recorded.type !== current.type)
    walk.tellTexts('type-changed', 'structure', at.path, recorded.type, current.type);
  const matching = matchRows(recorded.items, current.items, masksOf(at, walk));
  const { nameOf, pairs, removed, added } = matching;
  const apart = columnsApart(recorded, current, matching, at, walk);
  const whereIs = (item: Item, index: number): At => walk.item(at, index, nameOf(item), item.node);
  for (const [r, c] of pairs) {
    const [was, is] = [recorded.items[r], current.items[c]];
    if (was && is) compareItems(was, is, whereIs(was, r), walk, compareNodes, apart);
  }
  for (const [item, index] of at_(recorded.items, removed))
    walk.tell('removed', 'structure', whereIs(item, index).path, item.node);
  for (const [item, index] of at_(current.items, added))
    walk.tell('added', 'structure', whereIs(item, index).path, undefined, item.node);
  if (matching.moved) tellMoved(recorded, current, matching, at, walk);
}

function compareItems(
  was: Item,
  is: Item,
  at: At,
  walk: Walk,
  compareNodes: CompareNodes,
  apart: Parameters<typeof compareFields>[5],
): void {
  walk.laidOut(was.layout, is.layout);
  const [title, now] = [was.title ?? '', is.title ?? ''];
  if (!walk.same(title, now, at)) walk.tellTexts('changed', 'value', at.path, title, now);
  if (was.node.kind === 'fields' && is.node.kind === 'fields' && was.node.type === is.node.type) {
    walk.laidOut(was.node.layout, is.node.layout);
    compareFields(was.node, is.node, at, walk, compareNodes, apart);
  } else compareNodes(was.node, is.node, at, walk);
}

/** From the first row that stands elsewhere to the last. */
function tellMoved(
  recorded: List,
  current: List,
  { pairs, nameOf }: ReturnType<typeof matchRows>,
  at: At,
  walk: Walk,
): void {
  const name = (item: Item | undefined, index: number): string =>
    (item && (nameOf(item) ?? item.title)) ?? `row ${index + 1}`;
  const numbers = new Map(pairs.map(([r, c]) => [c, r]));
  const was = pairs.map(([r]) => name(recorded.items[r], r));
  const is = pairs
    .map(([, c]) => c)
    .sort((a, b) => a - b)
    .map((c) => name(current.items[c], numbers.get(c) ?? c));
  const moved = was.flatMap((row, i) => (row === is[i] ? [] : [i]));
  const between = (rows: readonly string[]): string =>
    rows.slice(moved[0] ?? 0, (moved.at(-1) ?? rows.length) + 1).join(', ');
  walk.tellTexts('order', 'value', at.path, between(was), between(is));
}

function at_(items: readonly Item[], indexes: readonly number[]): [Item, number][] {
  return indexes.flatMap((index): [Item, number][] => {
    const item = items[index];
    return item ? [[item, index]] : [];
  });
}

/** Of a row its cells, each with its column: two rows are alike in as many of them as are equal. */
function masksOf(at: At, walk: Walk): Masks {
  const cellsOf = ({ title, node }: Item): string[] => {
    const cells = title === undefined ? [] : [walk.masked(title, at)];
    if (node.kind === 'leaf') return [...cells, `${node.type} ${walk.masked(node.text, at)}`];
    const members =
      node.kind === 'fields'
        ? node.fields.map(({ key, node: value }): [string, Item] => [key, { node: value, layout: '' }])
        : node.items.map((item): [string, Item] => ['', item]);
    for (const [key, item] of members) {
      const inner = masksOf(walk.field(at, key), walk).cells(item);
      cells.push(`${key}=${inner.join('\0')}`);
    }
    return cells;
  };
  return { key: (text) => walk.masked(text, at), cells: cellsOf };
}
