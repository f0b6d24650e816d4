import type { Field, Nested, Value } from '../printed.ts';
import { type Output, type Shape, type Structure, textOf } from '../structures.ts';
import { isVersion } from '../../model/version.ts';

type Structures = Extract<Output, { kind: 'structures' }>;

/** As a person reads it: tables and records. `version` of the host, as releases differ in the last column. */
export function printText(output: Output, version: string): string {
  if (output.kind === 'value') return scalarText(output.value);
  return output.form === 'table' ? printTable(output, version) : printRecords(output);
}

function scalarText(value: Value): string {
  const text = textOf(value);
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function printTable({ columns, items }: Structures, version: string): string {
  const shown = columns.flatMap((column, i) => (column.hidden ? [] : [{ column, i }]));
  const rows = items.map(({ fields }) =>
    shown.map(({ i }) => fields[i]).map((field) => (field ? cellOf(field) : '')),
  );
  const isRight = shown.map(({ column, i }) => alignmentOf(column, items, i) === 'right');
  const last = shown.length - 1;
  const widths = shown.map(({ column: { title } }, i) => {
    // Since 7.0 the last column is as wide as its title, whatever stands in it.
    if (i === last && !isRight[i] && isVersion(version, { since: '7.0' })) return title.length;
    return rows.reduce((width, row) => Math.max(width, lengthOf(row[i] ?? '')), title.length);
  });
  const padsLast = isVersion(version, { before: '6.0' });
  const rowOf = (cells: readonly string[]): string => {
    const padded = cells.map((cell, i) => {
      const blanks = ' '.repeat(Math.max(0, (widths[i] ?? 0) - lengthOf(cell)));
      if (isRight[i]) return blanks + cell;
      return i === last && !padsLast ? cell : cell + blanks;
    });
    return `${padded.join('  ')}\n`;
  };
  const rule = `${widths.map((width) => '-'.repeat(width)).join('  ')}\n`;
  return rowOf(shown.map(({ column }) => column.title)) + rule + rows.map(rowOf).join('');
}

/** Numbers and booleans stand at the right. */
function alignmentOf({ align, of }: Shape, items: readonly Structure[], at: number): 'left' | 'right' {
  if (align) return align;
  const value = items[0]?.fields[at]?.value;
  if (value === undefined) return of === 'integer' || of === 'boolean' ? 'right' : 'left';
  return typeof value === 'number' || typeof value === 'boolean' ? 'right' : 'left';
}

function printRecords({ columns, items }: Structures): string {
  return items
    .map(({ heading, fields }) => {
      const shown = fields.filter((_, i) => !columns[i]?.hidden);
      return (
        (heading === undefined ? '' : `${heading}\n`) + shown.map((field) => line(field, '   ')).join('')
      );
    })
    .join('\n');
}

function line({ title, value, text }: Field, indent: string): string {
  if (text !== undefined) return `${indent}${title}: ${text}\n`;
  const structures = nestedIn(value);
  if (!structures) return `${indent}${title}: ${textOf(value)}\n`;
  const deeper = `${indent}      `;
  const blocks = structures.map(({ fields }) => fields.map((field) => line(field, deeper)).join(''));
  return `${indent}${title}: \n${blocks.join(`${indent}   \n`)}`;
}

const cellOf = ({ text, value }: Field): string => text ?? textOf(value);

/** The structures that a value is, or is a list of. */
export function nestedIn(value: Value): readonly Nested[] | undefined {
  if (typeof value !== 'object') return undefined;
  if ('fields' in value) return [value];
  const [first] = value;
  return typeof first === 'object' ? (value as readonly Nested[]) : undefined;
}

/** In characters, as Python counts them. */
function lengthOf(text: string): number {
  // Nearly all are of one unit each, and counting is most of the work of a long table.
  return /[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length;
}
