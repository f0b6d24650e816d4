import { posix } from 'node:path';
import { TapeheadError } from '../errors.ts';

/** What a shim is put in the place of: a name, found on PATH, or an absolute path. */
export type Interposed = { kind: 'name'; name: string } | { kind: 'path'; path: string };

/** Reads a NAME of `--interpose`. @throws TapeheadError USAGE */
export function parseInterposed(text: string): Interposed {
  if (text.startsWith('/') && !text.endsWith('/') && !/[\0\n]/.test(text)) {
    return { kind: 'path', path: posix.normalize(text) };
  }
  if (/^[^/\0\n]+$/.test(text) && text !== '.' && text !== '..') return { kind: 'name', name: text };
  throw new TapeheadError(
    'USAGE',
    `${JSON.stringify(text)} cannot be interposed`,
    'a command name, such as esxcli, or an absolute path, such as /bin/esxcli',
  );
}
