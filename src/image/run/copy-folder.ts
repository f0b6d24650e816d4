import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  type Stats,
} from 'node:fs';

const SLASH = Buffer.from('/');

/**
 * Copies a root file system, hard links as such; what is no folder, file or link stays behind. It belongs to whoever
 * copies it, who can read all of it.
 *
 * @param to is made
 * @throws Error of the file system
 */
export function copyFolder(from: string, to: string): void {
  copyInto(Buffer.from(from), Buffer.from(to), lstatSync(from), new Map());
}

function copyInto(from: Buffer, to: Buffer, { mode, mtimeMs }: Stats, copied: Map<string, Buffer>): void {
  mkdirSync(to, { mode: 0o700 });
  for (const name of readdirSync(from, { encoding: 'buffer' })) {
    const [source, target] = [Buffer.concat([from, SLASH, name]), Buffer.concat([to, SLASH, name])];
    const is = lstatSync(source);
    if (is.isDirectory()) copyInto(source, target, is, copied);
    else if (is.isSymbolicLink()) symlinkSync(readlinkSync(source, { encoding: 'buffer' }), target);
    else if (is.isFile()) copyFile(source, target, is, copied);
  }
  // At last: until then we write into it, which takes permission.
  chmodSync(to, (mode & 0o7777) | 0o700);
  lutimesSync(to, mtimeMs / 1000, mtimeMs / 1000);
}

/** @param copied by the inode that it was */
function copyFile(from: Buffer, to: Buffer, is: Stats, copied: Map<string, Buffer>): void {
  const inode = `${is.dev}:${is.ino}`;
  const before = is.nlink > 1 ? copied.get(inode) : undefined;
  if (before) return linkSync(before, to);
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, (is.mode & 0o7777) | 0o400);
  lutimesSync(to, is.mtimeMs / 1000, is.mtimeMs / 1000);
  copied.set(inode, to);
}
