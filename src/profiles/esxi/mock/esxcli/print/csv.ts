import type { Value } from '../printed.ts';
import { nameOf, byName, type Output, textOf } from '../structures.ts';
import { nestedIn } from './text.ts';

/**
 * A line of names and a line a structure, a comma behind each value. `fields`: which, in this order, by their names or
 * titles; default all, in the order of names.
 */
export function printCsv(output: Output | undefined, fields: readonly string[] | undefined): string {
  if (!output) return '';
  if (output.kind === 'value') return `${cell(output.value)}\n`;
  const sorted = byName(output.columns.map(({ title }, at) => ({ title, at })));
  const chosen = fields
    ? fields.flatMap((field) => sorted.find(({ name }) => isSame(name, nameOf({ title: field }))) ?? [])
    : sorted;
  const lines = output.items.map(({ fields: values }) =>
    chosen.map(({ at }) => `${cell(values[at]?.value ?? '')},`).join(''),
  );
  return [chosen.map(({ name }) => `${name},`).join(''), ...lines].map((line) => `${line}\n`).join('');
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Lists have a comma behind each of their own. */
function cell(value: Value): string {
  const structures = nestedIn(value);
  if (structures) {
    const all = structures.map(({ fields }) =>
      fields.map((one) => `${one.title}:${textOf(one.value)},`).join(''),
    );
    return quoted(all.join(''));
  }
  if (typeof value === 'object')
    return quoted((value as readonly unknown[]).map((one) => `${String(one)},`).join(''));
  return quoted(String(value));
}

/** RFC 4180 §2. */
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
