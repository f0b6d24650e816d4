/** What lies at a path. Only of the first three can an image hold anything. */
export type EntryType = 'file' | 'folder' | 'symlink' | 'char-device' | 'block-device' | 'fifo' | 'socket';

/** One path of a host, as a survey saw it. Only the first five fields are always told. */
export interface Entry {
  /** Absolute, without `//`, `.`, `..` or a slash at its end; `/` itself is one. No NUL in it, else any bytes. */
  path: Buffer;
  type: EntryType;
  /** Permission bits with set-uid, set-gid and sticky: 0 to 0o7777. */
  mode: number;
  /** The name, or the number in digits where the host has no name for it. */
  owner: string;
  group: string;
  uid?: number;
  gid?: number;
  /** In bytes, of a file. */
  size?: number;
  /** Where a link points, as it stands in it. */
  target?: Buffer;
  /** Numbers of a device. */
  major?: number;
  minor?: number;
  /** Files with the same one are hard links of each other: a survey takes the path of the first of them. */
  inode?: string;
  /** Of a small file that was brought along, without its secrets. */
  content?: Buffer;
}

/** The files of a host: a path comes once, sorted by the bytes of the paths. */
export interface Listing {
  readonly entries: readonly Entry[];
  /** What could not be taken as it stood. */
  readonly told: readonly Notice[];
}

/** Something that was passed over or settled, and how often. */
export interface Notice {
  /** A sentence without its subject, such as `relative path, left out`. */
  what: string;
  count: number;
  /** The first few paths, fit for a terminal. */
  examples: readonly string[];
}

/** `ls -l`'s first letter of each type. */
export const LETTER_OF: Readonly<Record<EntryType, string>> = {
  file: '-',
  folder: 'd',
  symlink: 'l',
  'char-device': 'c',
  'block-device': 'b',
  fifo: 'p',
  socket: 's',
};

/** Undefined for a letter that stands for none. */
export const typeOfLetter = (letter: string): EntryType | undefined => TYPE_OF.get(letter);

const TYPE_OF: ReadonlyMap<string, EntryType> = new Map(
  (Object.entries(LETTER_OF) as [EntryType, string][]).map(([type, letter]) => [letter, type]),
);

/** Permissions as `ls -l` has them, without the type's letter: `rwxr-sr-t`. */
export function modeText(mode: number): string {
  const triple = (bits: number, special: boolean, letter: string): string => {
    const execute = bits & 1 ? (special ? letter : 'x') : special ? letter.toUpperCase() : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${execute}`;
  };
  return (
    triple(mode >> 6, (mode & 0o4000) !== 0, 's') +
    triple(mode >> 3, (mode & 0o2000) !== 0, 's') +
    triple(mode, (mode & 0o1000) !== 0, 't')
  );
}

/** The other way round; undefined for what is no such text. */
export function modeOfText(text: string): number | undefined {
  if (!/^[r-][w-][xsS-][r-][w-][xsS-][r-][w-][xtT-]$/.test(text)) return undefined;
  const bits = Array.from(text, (letter, i) => (/[rwxst]/.test(letter) ? 0o400 >> i : 0));
  const special = [2, 5, 8].map((i, k) => (/[sStT]/.test(text.charAt(i)) ? 0o4000 >> k : 0));
  return [...bits, ...special].reduce((all, bit) => all | bit, 0);
}
