/**
 * What a tar says of one name. All text is bytes as latin1: a path is what the file system has, whatever its
 * encoding. A path has no slash at its ends.
 */
export type TarEntry = TarAttributes & (TarFolder | TarFile | TarSymlink | TarHardLink);

export interface TarAttributes {
  path: string;
  /** Of permission: 0 to 0o7777. */
  mode: number;
  uid: number;
  gid: number;
  /** Names beside the numbers; those too long for the header are left out. */
  owner: string;
  group: string;
  /** Seconds since 1970. */
  mtime: number;
}

interface TarFolder {
  kind: 'folder';
}

interface TarFile {
  kind: 'file';
  content: Content;
}

interface TarSymlink {
  kind: 'symlink';
  target: string;
}

/** To a file that came before, by its path in the archive. */
interface TarHardLink {
  kind: 'hardlink';
  target: string;
}

/** Bytes that are read when they are needed, a piece at a time. */
export interface Content {
  /** In bytes: exactly as many come. */
  size: number;
  read: () => Iterable<Uint8Array>;
}

export const contentOf = (bytes: Uint8Array): Content => ({
  size: bytes.length,
  read: () => (bytes.length === 0 ? [] : [bytes]),
});
