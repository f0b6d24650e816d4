import type { Column, Field, Printed, Value } from './printed.ts';
import { isVersion } from '../model/version.ts';

/** What a leaf returned, as each formatter takes it. */
export type Output =
  | {
      kind: 'structures';
      form: 'table' | 'records' | 'record';
      type: string;
      columns: readonly Shape[];
      items: readonly Structure[];
    }
  | { kind: 'value'; value: Value };

/** A column, whatever is in it. */
export type Shape = Pick<Column<never>, 'title' | 'hidden' | 'align' | 'of'>;

export interface Structure {
  /** Above its block. */
  heading: string | undefined;
  /** In the order of the columns. */
  fields: readonly Field[];
}

/** Undefined where there is nothing to print. */
export function outputOf(
  printed: Printed<unknown> | undefined,
  returned: unknown,
  version: string,
): Output | undefined {
  if (returned === undefined) return undefined;
  if (!printed || printed.form === 'text') return { kind: 'value', value: returned as Value };
  const columns = printed.columns.filter((column) => isVersion(version, column));
  const items = printed.form === 'record' ? [returned] : (returned as readonly unknown[]);
  const heading = 'heading' in printed ? printed.heading : undefined;
  return {
    kind: 'structures',
    form: printed.form,
    type: printed.type,
    columns,
    items: items.map((item) => ({
      heading: heading?.(item as never),
      fields: columns.map((column) => fieldOf(column, item)),
    })),
  };
}

function fieldOf(column: Column<never>, item: unknown): Field {
  const { title, unit } = column;
  const value = column.value(item as never);
  return unit === undefined ? { title, value } : { title, value, text: `${textOf(value)} ${unit}` };
}

/** On a line of text: of lists the items, of structures nothing, as these have lines of their own. */
export function textOf(value: Value): string {
  if (typeof value !== 'object') return String(value);
  return 'fields' in value
    ? ''
    : value.map((item) => (typeof item === 'object' ? '' : String(item))).join(', ');
}

/** As XML and its like call it: letters and digits alone. */
export const nameOf = ({ title }: Pick<Field, 'title'>): string => title.replace(/[^\p{L}\p{N}]/gu, '');

/** In the order of their names, as all formats but text have them. */
export const byName = <T extends Pick<Field, 'title'>>(fields: readonly T[]): (T & { name: string })[] =>
  fields
    .map((field) => ({ ...field, name: nameOf(field) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

/** What esxcli calls the type of a value that stands alone. */
export function scalarType(value: string | number | boolean): 'string' | 'integer' | 'boolean' {
  if (typeof value === 'number') return 'integer';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}
