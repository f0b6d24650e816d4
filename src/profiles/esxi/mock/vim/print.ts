import { isVersion } from '../model/version.ts';
import type { Fields, Value } from './value.ts';

/**
 * A value as vim-cmd prints it, without the end of the last line. Before 6.0 each object begins with its `dynamicType`,
 * and a comma stands behind the last property too.
 */
export function printed(value: Value, version: string): string {
  return shown(value, { version, isOld: isVersion(version, { before: '6.0' }) }, '');
}

/** An error of the host: since 6.0 its message stands behind the properties, and no comma before it. */
export function printedFault(type: string, fields: Fields, message: string, version: string): string {
  const style = { version, isOld: isVersion(version, { before: '6.0' }) };
  const cause: Fields = { faultCause: { kind: 'word', text: '(vmodl.MethodFault) null' } };
  if (style.isOld) return braced(type, { ...cause, ...fields, msg: message }, style, '');
  const lines = propertiesOf({ ...cause, faultMessage: undefined, ...fields }, style, STEP);
  return `(${type}) {\n${lines}\n${STEP}msg = ${quoted(message)}\n}`;
}

interface Style {
  version: string;
  isOld: boolean;
}

const STEP = '   ';

function shown(value: Value, style: Style, indent: string): string {
  if (value === undefined) return '<unset>';
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'word':
      return value.text;
    case 'object':
      return braced(value.type, value.fields, style, indent);
    case 'list': {
      if (value.items.length === 0) return `(${value.type}) []`;
      const inner = indent + STEP;
      const items = value.items.map((item) => inner + shown(item, style, inner));
      return `(${value.type}) [\n${items.join(', \n')}\n${indent}]`;
    }
    case 'versioned':
      return shown(value.value, style, indent);
    case 'absent':
      return '';
  }
}

/** What is in a string is not escaped. */
const quoted = (text: string): string => `"${text}"`;

function braced(type: string, fields: Fields, style: Style, indent: string): string {
  const lines = propertiesOf(fields, style, indent + STEP);
  return `(${type}) {\n${lines === '' ? '' : `${lines}\n`}${indent}}`;
}

function propertiesOf(fields: Fields, style: Style, indent: string): string {
  const all = Object.entries(fields).filter(([, value]) => isThere(value, style.version));
  const lines = all.flatMap(([name, value], i) => {
    if (isAbsent(value)) return [];
    const comma = style.isOld || i < all.length - 1 ? ', ' : '';
    return [`${indent}${name} = ${shown(value, style, indent)}${comma}`];
  });
  return (style.isOld ? [`${indent}dynamicType = <unset>, `, ...lines] : lines).join('\n');
}

const isThere = (value: Value, version: string): boolean =>
  typeof value !== 'object' || value.kind !== 'versioned' || isVersion(version, { since: value.since });

function isAbsent(value: Value): boolean {
  if (typeof value !== 'object') return false;
  return value.kind === 'absent' || (value.kind === 'versioned' && isAbsent(value.value));
}
