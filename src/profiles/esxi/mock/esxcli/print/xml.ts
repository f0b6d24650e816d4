import type { Field, Nested, Value } from '../printed.ts';
import { byName, type Output, scalarType } from '../structures.ts';

/** esxcli's own XML: fields in the order of their names, each with its type. */
export function printXml(output: Output | undefined): string {
  return `${HEAD}${output ? elementOf(output) : ''}${FOOT}`;
}

const HEAD = `<?xml version="1.0" encoding="utf-8"?>
<output xmlns="http://www.vmware.com/Products/ESX/5.0/esxcli">
<root>
`;

const FOOT = `</root>
</output>
`;

const STEP = '   ';

function elementOf(output: Output): string {
  if (output.kind === 'value') return valueElement(output.value, STEP, 'string');
  const { form, type, items } = output;
  const structures = items.map(({ fields }) => ({ type, fields }));
  const [only] = structures;
  return form === 'record' && only
    ? structureElement(only, STEP)
    : listElement(structures, STEP, 'structure');
}

function structureElement({ type, fields }: Nested, indent: string): string {
  const within = byName(fields).map((field) => fieldElement(field, indent + STEP));
  return `${indent}<structure typeName="${escaped(type)}">\n${within.join('')}${indent}</structure>\n`;
}

function fieldElement({ name, value }: Field & { name: string }, indent: string): string {
  return `${indent}<field name="${escaped(name)}">\n${valueElement(value, indent + STEP, 'string')}${indent}</field>\n`;
}

function valueElement(value: Value, indent: string, of: string): string {
  if (typeof value !== 'object') {
    const type = scalarType(value);
    return `${indent}<${type}>${escaped(String(value))}</${type}>\n`;
  }
  return 'fields' in value ? structureElement(value, indent) : listElement(value, indent, of);
}

function listElement(
  items: readonly (string | number | boolean | Nested)[],
  indent: string,
  of: string,
): string {
  const [first] = items;
  const type = first === undefined ? of : typeof first === 'object' ? 'structure' : scalarType(first);
  const within = items.map((item) => valueElement(item, indent + STEP, of));
  return `${indent}<list type="${type}">\n${within.join('')}${indent}</list>\n`;
}

/** What XML cannot hold at all, such as U+0001, is a question mark. */
const escaped = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex -- XML 1.0 §2.2 has them out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
