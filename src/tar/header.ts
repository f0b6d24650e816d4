import type { TarEntry } from './entry.ts';
import { paxRecords } from './pax.ts';

/** All of a tar is made of these, in bytes. */
export const BLOCK = 512;

/** The largest number in a field of 12 or 8 octal digits, the last of which is NUL (POSIX pax, ustar). */
const MOST_SIZE = 0o77777777777;
const MOST_ID = 0o7777777;

const TYPES = { file: '0', hardlink: '1', symlink: '2', folder: '5' } as const;

/** The blocks before the content of an entry: ustar, with pax records before it for what does not fit there. */
export function headerOf(entry: TarEntry): Uint8Array {
  const path = pathOf(entry);
  const split = splitPath(path);
  const size = sizeOf(entry);
  const records = recordsOf(entry, path, split);
  const block = ustar(entry, split ?? { prefix: '', name: path.slice(0, 100) }, TYPES[entry.kind], size);
  if (records.length === 0) return block;
  const extended = ustar(
    { ...PAX_OWNER, mtime: entry.mtime },
    { prefix: '', name: 'PaxHeader' },
    'x',
    records.length,
  );
  return Buffer.concat([extended, records, padding(records.length), block]);
}

/** Its length, in bytes. */
export function headerLength(entry: TarEntry): number {
  const path = pathOf(entry);
  const { length } = recordsOf(entry, path, splitPath(path));
  return length === 0 ? BLOCK : 2 * BLOCK + length + padding(length).length;
}

const pathOf = (entry: TarEntry): string => (entry.kind === 'folder' ? `${entry.path}/` : entry.path);

/** Of what does not fit into ustar; empty where all does. */
function recordsOf(entry: TarEntry, path: string, split: object | undefined): Uint8Array {
  const target = 'target' in entry ? entry.target : '';
  const size = sizeOf(entry);
  const fits =
    split && target.length <= 100 && size <= MOST_SIZE && entry.uid <= MOST_ID && entry.gid <= MOST_ID;
  if (fits) return ZEROS.subarray(0, 0);
  return paxRecords({
    ...(split === undefined && { path }),
    ...(target.length > 100 && { linkpath: target }),
    ...(size > MOST_SIZE && { size: String(size) }),
    ...(entry.uid > MOST_ID && { uid: String(entry.uid) }),
    ...(entry.gid > MOST_ID && { gid: String(entry.gid) }),
  });
}

export const sizeOf = (entry: TarEntry): number => (entry.kind === 'file' ? entry.content.size : 0);

/** Zeros up to the end of the last block. */
export const padding = (size: number): Uint8Array => ZEROS.subarray(0, (BLOCK - (size % BLOCK)) % BLOCK);

const ZEROS = new Uint8Array(BLOCK);

const PAX_OWNER = { kind: 'file', mode: 0o644, uid: 0, gid: 0, owner: '', group: '' } as const;

/** Of a path: at most 155 bytes, a slash that is not written, at most 100 bytes. Undefined where that cannot be. */
function splitPath(path: string): { prefix: string; name: string } | undefined {
  if (path.length <= 100) return { prefix: '', name: path };
  const at = path.indexOf('/', path.length - 101);
  if (at <= 0 || at > 155 || at >= path.length - 1) return undefined;
  return { prefix: path.slice(0, at), name: path.slice(at + 1) };
}

type HeaderFields = Pick<TarEntry, 'mode' | 'uid' | 'gid' | 'owner' | 'group' | 'mtime'> & {
  target?: string;
};

function ustar(
  fields: HeaderFields,
  { prefix, name }: { prefix: string; name: string },
  type: string,
  size: number,
): Buffer {
  const block = Buffer.alloc(BLOCK);
  const text = (at: number, length: number, value: string): void =>
    void block.write(value.slice(0, length), at, 'latin1');
  const octal = (at: number, digits: number, value: number, most: number): void =>
    text(at, digits, (value > most ? 0 : value).toString(8).padStart(digits, '0'));
  text(0, 100, name);
  octal(100, 7, fields.mode, MOST_ID);
  octal(108, 7, fields.uid, MOST_ID);
  octal(116, 7, fields.gid, MOST_ID);
  octal(124, 11, size, MOST_SIZE);
  octal(136, 11, fields.mtime, MOST_SIZE);
  text(156, 1, type);
  text(157, 100, fields.target ?? '');
  text(257, 8, 'ustar\u000000');
  text(265, 32, fields.owner.length < 32 ? fields.owner : '');
  text(297, 32, fields.group.length < 32 ? fields.group : '');
  octal(329, 7, 0, 0);
  octal(337, 7, 0, 0);
  text(345, 155, prefix);
  text(148, 8, `${checksumOf(block).toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** The sum of all bytes, where its own field counts as blanks. */
export function checksumOf(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i] ?? 0;
  return sum;
}
