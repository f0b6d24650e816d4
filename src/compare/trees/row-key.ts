import type { Item } from '../formats/tree.ts';

/** What tells the rows of a list apart. */
export interface RowKey {
  of: (item: Item) => string;
  /** Made of two columns, as no single one would do: rows without a partner may still be the same row. */
  isGuessed: boolean;
}

/**
 * The key of a list: its titles, else the first column whose values are unique on both sides (in formats that sort
 * their columns one with a name that keys have goes first), else two columns together. At least half of the shorter
 * side must be found on the other by it; undefined where nothing is.
 */
export function rowKey(recorded: readonly Item[], current: readonly Item[]): RowKey | undefined {
  if (recorded.length + current.length === 0) return undefined;
  const titles: RowKey = { of: ({ title }) => title ?? '', isGuessed: false };
  if (tells(titles, recorded, current)) return titles;
  const columns = sharedColumns(recorded, current);
  for (const column of columns) {
    const key: RowKey = { of: (item) => textIn(item, column), isGuessed: false };
    if (tells(key, recorded, current)) return key;
  }
  for (const [i, first] of columns.entries())
    for (const second of columns.slice(i + 1)) {
      const key: RowKey = { of: (item) => bothIn(item, first, second), isGuessed: true };
      if (tells(key, recorded, current)) return key;
    }
  return undefined;
}

/** As esxcli and its like call them, in the order they are tried; of a path such as `Nic.Name` the last part counts. */
const NAMES = ['name', 'id', 'key', 'uuid', 'device', 'worldid', 'displayname', 'portgroup', 'path'];
/** Columns among which a pair is looked for. */
const MOST_COLUMNS = 6;

function sharedColumns(recorded: readonly Item[], current: readonly Item[]): string[] {
  const first = recorded[0] ?? current[0];
  const columns = first?.node.kind === 'fields' ? first.node.fields.map(({ key }) => key) : [];
  const shared = columns.filter(
    (column, i) =>
      columns.indexOf(column) === i && [...recorded, ...current].every((item) => hasText(item, column)),
  );
  const isSorted = columns.every((column, i) => i === 0 || (columns[i - 1] ?? '') <= column);
  const named = NAMES.flatMap((name) => shared.filter((column) => lastPart(column) === name));
  const isTyped = first?.node.kind === 'fields' && first.node.type !== '';
  const ordered = isSorted || isTyped ? [...new Set([...named, ...shared])] : shared;
  return ordered.slice(0, MOST_COLUMNS);
}

const lastPart = (column: string): string => column.slice(column.lastIndexOf('.') + 1).toLowerCase();

const hasText = ({ node }: Item, column: string): boolean =>
  node.kind === 'fields' && node.fields.some((field) => field.key === column && field.node.kind === 'leaf');

function textIn({ node }: Item, column: string): string {
  const found = node.kind === 'fields' ? node.fields.find(({ key }) => key === column)?.node : undefined;
  return found?.kind === 'leaf' ? found.text : '';
}

function bothIn(item: Item, first: string, second: string): string {
  const [a, b] = [textIn(item, first), textIn(item, second)];
  return a === '' || b === '' ? '' : `${a}, ${b}`;
}

function tells({ of }: RowKey, recorded: readonly Item[], current: readonly Item[]): boolean {
  const was = new Set(recorded.map(of));
  const is = new Set(current.map(of));
  if (was.size !== recorded.length || is.size !== current.length || was.has('') || is.has('')) return false;
  let found = 0;
  for (const key of was) if (is.has(key)) found++;
  return found * 2 >= Math.min(was.size, is.size);
}
