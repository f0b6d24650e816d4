import { TapeheadError } from '../errors.ts';
import { BLOCK, checksumOf } from './header.ts';
import { readPaxRecords } from './pax.ts';
import type { ByteSource } from './source.ts';

/** What a tar holds, as it says. Paths are as they stand there: bytes as latin1, which may be anything but NUL. */
export interface ReadEntry {
  path: string;
  kind: 'file' | 'folder' | 'symlink' | 'hardlink' | 'other';
  mode: number;
  uid: number;
  gid: number;
  /** Seconds since 1970. */
  mtime: number;
  /** Of a link. */
  target: string;
  /** Where the content of a file begins in the source, and its length, in bytes. */
  start: number;
  size: number;
}

/** What comes before an entry and is not one itself. In bytes; a path has 4095 at most. */
const MOST_EXTENDED = 1024 * 1024;

/**
 * Reads a tar: ustar, pax, and what GNU tar writes (long names, numbers in base 256). Contents stay where they are.
 *
 * @throws TapeheadError BAD_ARCHIVE, with the offset, for what is no tar or ends too soon
 */
export function* readTar(source: ByteSource): Generator<ReadEntry> {
  const shared = new Map<string, string>();
  let own = new Map<string, string>();
  for (let at = 0; at < source.size;) {
    const bad = (what: string): TapeheadError => badArchive(source, at, what);
    const block = source.read(at, BLOCK);
    if (isZeros(block)) return;
    const header = headerIn(block, bad);
    const start = at + BLOCK;
    const records = EXTENDED.get(header.type);
    if (records) {
      if (header.size > MOST_EXTENDED) throw bad(`has ${header.size} bytes before an entry`);
      const said = source.read(start, header.size);
      if (said.length < header.size) throw bad('ends within an entry');
      const read = records(said);
      if (!read) throw bad('has extended records of no known form');
      for (const [keyword, value] of read) (header.type === 'g' ? shared : own).set(keyword, value);
      at = start + padded(header.size);
      continue;
    }
    const entry = withRecords(header, new Map([...shared, ...own]), start, bad);
    if (entry.start + entry.size > source.size) throw bad('ends within an entry');
    if (entry.path.includes('\0') || entry.target.includes('\0')) throw bad('has a name with NUL in it');
    yield entry;
    own = new Map();
    at = start + padded(entry.size);
  }
}

const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

const isZeros = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

/** What comes before an entry, by its type: pax records, or a name of GNU tar. */
const EXTENDED = new Map<string, (bytes: Buffer) => ReadonlyMap<string, string> | undefined>([
  ['x', readPaxRecords],
  ['g', readPaxRecords],
  ['L', (bytes) => new Map([['path', textIn(bytes)]])],
  ['K', (bytes) => new Map([['linkpath', textIn(bytes)]])],
]);

/** Up to the first NUL. */
function textIn(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('latin1', 0, end === -1 ? bytes.length : end);
}

interface Header {
  path: string;
  type: string;
  mode: number;
  uid: number;
  gid: number;
  mtime: number;
  size: number;
  target: string;
}

function headerIn(block: Buffer, bad: (what: string) => Error): Header {
  if (block.length < BLOCK) throw bad('ends within a header');
  const number = (at: number, length: number): number => {
    const value = numberIn(block.subarray(at, at + length));
    if (value === undefined) throw bad('has no number where one must be');
    return value;
  };
  if (numberIn(block.subarray(148, 156)) !== checksumOf(block))
    throw bad('is no tar, or damaged: a checksum is wrong');
  const text = (at: number, length: number): string => textIn(block.subarray(at, at + length));
  // Only ustar itself has a prefix there; GNU's own form has times.
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? text(345, 155) : '';
  return {
    path: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    type: text(156, 1) || '0',
    mode: number(100, 8) & 0o7777,
    uid: number(108, 8),
    gid: number(116, 8),
    size: number(124, 12),
    mtime: Math.min(number(136, 12), LATEST),
    target: text(157, 100),
  };
}

/** What file systems can hold: the year 2446 (ext4). */
const LATEST = 0x3_7fff_ffff;

/** Octal digits, or with the highest bit set base 256 (GNU tar). */
function numberIn(field: Buffer): number | undefined {
  const [first = 0] = field;
  if (first === 0xff) return 0; // below 0, as a time before 1970
  if (first === 0x80) {
    if (field.subarray(1, -6).some((byte) => byte !== 0)) return undefined; // past 2^48
    return field.readUIntBE(field.length - 6, 6);
  }
  const text = textIn(field).trim();
  return /^[0-7]*$/.test(text) ? Number.parseInt(`0${text}`, 8) : undefined;
}

const KINDS: Readonly<Record<string, ReadEntry['kind']>> = {
  '0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'folder',
};

function withRecords(
  { type, ...header }: Header,
  records: ReadonlyMap<string, string>,
  start: number,
  bad: (what: string) => Error,
): ReadEntry {
  const number = (keyword: string, otherwise: number): number => {
    const text = records.get(keyword);
    if (text === undefined) return otherwise;
    if (!/^\d{1,15}$/.test(text)) throw bad(`has no number for ${keyword}`);
    return Number(text);
  };
  const path = records.get('path') ?? header.path;
  const known = KINDS[type] ?? 'other';
  // Before ustar, a folder was what ends in a slash.
  const kind = known === 'file' && path.endsWith('/') ? 'folder' : known;
  const size = number('size', header.size);
  return {
    ...{ path, kind, start },
    mode: header.mode,
    uid: number('uid', header.uid),
    gid: number('gid', header.gid),
    mtime: header.mtime,
    target: records.get('linkpath') ?? header.target,
    // A link, or a folder, may name a size that is none of its own (POSIX pax, size).
    size: kind === 'file' || kind === 'other' ? size : 0,
  };
}

const badArchive = ({ name }: ByteSource, offset: number, what: string): TapeheadError =>
  new TapeheadError('BAD_ARCHIVE', `${name} ${what} (byte ${offset})`, 'name a tar or tar.gz that is whole');
