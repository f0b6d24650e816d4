/**
 * What vim-cmd prints of the host's objects: VMODL values, as in the vSphere API. `undefined` is a property that is not
 * set.
 */
export type Value =
  | string
  | number
  | boolean
  | undefined
  | { kind: 'object'; type: string; fields: Fields }
  | { kind: 'list'; type: string; items: readonly Value[] }
  /** Printed as it is: a reference, an object that is none. */
  | { kind: 'word'; text: string }
  /** A list that is not there at all: of it only the comma before it is printed. */
  | { kind: 'absent' }
  /** A property that only some versions of hosts have. */
  | { kind: 'versioned'; since: string; value: Value };

export type Fields = Readonly<Record<string, Value>>;

export const object = (type: string, fields: Fields): Value => ({ kind: 'object', type, fields });

export const none = (type: string): Value => ({ kind: 'word', text: `(${type}) null` });

/** To a managed object: `'vim.VirtualMachine:1'`. */
export const ref = (type: string, id: string | number): Value => ({ kind: 'word', text: `'${type}:${id}'` });

/** To a part of the host's configuration: `<vim.host.PortGroup:key-vim.host.PortGroup-VM Network>`. */
export const link = (type: string, name: string): Value => ({
  kind: 'word',
  text: `<${type}:key-${type}-${name}>`,
});

export const list = (type: string, items: readonly Value[]): Value => ({ kind: 'list', type, items });

/** A list that is not printed where nothing is in it. */
export const listIfAny = (type: string, items: readonly Value[]): Value =>
  items.length === 0 ? { kind: 'absent' } : list(type, items);

export const strings = (items: readonly string[]): Value => list('string', items);

export const since = (version: string, value: Value): Value => ({ kind: 'versioned', since: version, value });
