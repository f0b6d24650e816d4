import type { Paths } from './tree.ts';

/** `vmnic1 › MTU`. */
export const NAMED: Paths = {
  root: '',
  field: (path, key) => (path === '' ? key : `${path} › ${key}`),
  item: (path, index, name) => {
    const row = name ?? `row ${index + 1}`;
    return path === '' ? row : `${path} › ${row}`;
  },
  byPath: false,
};

/** `structure[2].Nic.MTU`, as esxcli prints it. */
export const KEYVALUE: Paths = {
  root: '',
  field: (path, key) => (path === '' ? key : `${path}.${key}`),
  item: (_, index) => `structure[${index}]`,
  byPath: false,
};

/** `$.nics[2].mtu`. */
export const JSON_PATHS: Paths = {
  root: '$',
  field: (path, key) =>
    /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`,
  item: (path, index) => `${path}[${index}]`,
  byPath: true,
};

/** `/list/structure[3]/MTU`. */
export const XML_PATHS: Paths = {
  root: '',
  field: (path, key) => `${path}/${key}`,
  item: (path, index, _, type) => `${path}/list/${type}[${index + 1}]`,
  byPath: true,
};
