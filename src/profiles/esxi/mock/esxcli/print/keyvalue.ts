import type { Field, Value } from '../printed.ts';
import { byName, type Output, scalarType } from '../structures.ts';

/** A line a value: `structure[0].Nic.MTU.integer=1500`, `VersionGet.Version.string=8.0.2`. */
export function printKeyvalue(output: Output | undefined): string {
  if (!output) return '';
  if (output.kind === 'value') return valueLines('', output.value);
  const { form, type, items } = output;
  return items
    .map(({ fields }, i) => fieldLines(form === 'record' ? type : `structure[${i}].${type}`, fields))
    .join('');
}

const fieldLines = (prefix: string, fields: readonly Field[]): string =>
  byName(fields)
    .map(({ name, value }) => valueLines(`${prefix}.${name}.`, value))
    .join('');

function valueLines(prefix: string, value: Value): string {
  if (typeof value !== 'object') return `${prefix}${scalarType(value)}=${String(value)}\n`;
  if ('fields' in value) return fieldLines(`${prefix}${value.type}`, value.fields);
  if (value.length === 0) return `${prefix}string[] = \n`;
  return value
    .map((item, i) =>
      typeof item === 'object'
        ? fieldLines(`${prefix}structure[${i}].${item.type}`, item.fields)
        : valueLines(`${prefix}${scalarType(item)}[${i}].`, item),
    )
    .join('');
}
