import { longestRising } from '../align.ts';
import type { Item, List } from '../formats/tree.ts';
import type { ColumnsApart } from './compare-fields.ts';
import type { Matching } from './match-rows.ts';
import type { At, Walk } from './walk.ts';

/**
 * Tells of the columns that only one side has: removed, added, or renamed where one of the same values stands in the
 * same place. So does a key that all rows of one side have, and none of the other.
 */
export function columnsApart(
  recorded: List,
  current: List,
  matching: Matching,
  at: At,
  walk: Walk,
): ColumnsApart {
  const [was, is] = [columnsOf(recorded), columnsOf(current)];
  const hasColumns = was.length > 0 && is.length > 0;
  const removed = hasColumns ? was.filter((name) => !hasColumn(current, name)) : [];
  const added = hasColumns ? is.filter((name) => !hasColumn(recorded, name)) : [];
  const renamed = new Map<string, string>();
  for (const old of removed) {
    const name = added.find(
      (other) =>
        ![...renamed.values()].includes(other) &&
        isBetweenTheSame(was, is, old, other) &&
        isSameColumn(recorded, current, matching, old, other, at, walk),
    );
    if (name !== undefined) renamed.set(old, name);
  }
  tell(at, walk, removed, added, renamed);
  tellOrder(recorded, current, at, walk);
  const gone = removed.filter((name) => !renamed.has(name));
  const come = added.filter((name) => ![...renamed.values()].includes(name));
  return { renamed, removed: new Set(gone), added: new Set(come) };
}

/** Rows that have no header tell of a column only together. */
const FEWEST_ROWS = 2;

function columnsOf({ columns, items }: List): readonly string[] {
  if (columns) return columns;
  const [first] = items;
  if (items.length < FEWEST_ROWS || first?.node.kind !== 'fields') return [];
  return first.node.fields
    .map(({ key }) => key)
    .filter((key) => items.every((item) => valueIn(item, key) !== undefined));
}

const hasColumn = ({ columns, items }: List, name: string): boolean =>
  columns ? columns.includes(name) : items.some((item) => valueIn(item, name) !== undefined);

const valueIn = ({ node }: Item, key: string): Item['node'] | undefined =>
  node.kind === 'fields' ? node.fields.find((field) => field.key === key)?.node : undefined;

function isBetweenTheSame(was: readonly string[], is: readonly string[], old: string, name: string): boolean {
  const before = (names: readonly string[], others: readonly string[], at: number): string | undefined =>
    names.slice(0, at).findLast((other) => others.includes(other));
  return before(was, is, was.indexOf(old)) === before(is, was, is.indexOf(name));
}

function isSameColumn(
  recorded: List,
  current: List,
  { pairs }: Matching,
  old: string,
  name: string,
  at: At,
  walk: Walk,
): boolean {
  const place = walk.field(at, old);
  let same = 0;
  for (const [r, c] of pairs) {
    const [was, is] = [recorded.items[r], current.items[c]];
    const [from, to] = [was && valueIn(was, old), is && valueIn(is, name)];
    if (from?.kind !== 'leaf' || to?.kind !== 'leaf') continue;
    if (from.text === to.text || walk.masked(from.text, place) === walk.masked(to.text, place)) same++;
  }
  return pairs.length > 0 && same * 2 > pairs.length;
}

function tell(
  at: At,
  walk: Walk,
  removed: readonly string[],
  added: readonly string[],
  renamed: ReadonlyMap<string, string>,
): void {
  const inAll: At = walk.paths.byPath ? { ...at, path: `${at.path}[]` } : at;
  const pathOf = (name: string): string =>
    walk.paths.byPath ? walk.field(inAll, name).path : walk.field(at, `column ${name}`).path;
  for (const name of removed) {
    const now = renamed.get(name);
    if (now === undefined) walk.tellTexts('removed', 'structure', pathOf(name), name);
    else walk.tellTexts('changed', 'structure', pathOf(name), name, now);
  }
  const known = new Set(renamed.values());
  for (const name of added)
    if (!known.has(name)) walk.tellTexts('added', 'structure', pathOf(name), undefined, name);
}

function tellOrder(recorded: List, current: List, at: At, walk: Walk): void {
  const [was, is] = [recorded.columns ?? [], current.columns ?? []];
  const both = was.flatMap((name, i): [number, number][] =>
    is.includes(name) ? [[is.indexOf(name), i]] : [],
  );
  if (longestRising(both).length === both.length) return;
  walk.tellOrder(walk.item({ ...at, path: '' }, 0, 'columns', recorded), was, is);
  // Rows have the order of their header.
}
