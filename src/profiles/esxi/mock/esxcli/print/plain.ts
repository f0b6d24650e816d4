import type { Field, Value } from '../printed.ts';
import { byName, type Output } from '../structures.ts';

/** What JSON and Python have a form for. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [name: string]: Plain };

/** A list of maps, or one map; names in order. */
export function plainOf(output: Output): Plain {
  if (output.kind === 'value') return plainValue(output.value);
  const all = output.items.map(({ fields }) => plainMap(fields));
  const [only] = all;
  return output.form === 'record' && only ? only : all;
}

const plainMap = (fields: readonly Field[]): Plain =>
  Object.fromEntries(byName(fields).map(({ name, value }) => [name, plainValue(value)]));

function plainValue(value: Value): Plain {
  if (typeof value !== 'object') return value;
  if ('fields' in value) return plainMap(value.fields);
  return value.map((item) => plainValue(item));
}

/** `json`: RFC 8259; `python`: what Python reads as the same, by ast.literal_eval. Two blanks a step. */
export function printPlain(value: Plain, dialect: 'json' | 'python', indent = ''): string {
  if (typeof value === 'string') return dialect === 'json' ? JSON.stringify(value) : pythonText(value);
  if (typeof value === 'boolean' && dialect === 'python') return value ? 'True' : 'False';
  if (typeof value !== 'object') return String(value);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? (value as readonly Plain[]).map((item) => printPlain(item, dialect, deeper))
    : Object.entries(value).map(
        ([name, item]) => `${printPlain(name, dialect)}: ${printPlain(item, dialect, deeper)}`,
      );
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${parts.map((part) => `${deeper}${part}`).join(',\n')}\n${indent}${close}`;
}

const pythonText = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
