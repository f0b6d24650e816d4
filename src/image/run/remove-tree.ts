import { chmod, readdir, rm } from 'node:fs/promises';

const SLASH = Buffer.from('/');

/**
 * Removes a folder and all in it, also folders that somebody made who took their own permission away.
 *
 * @throws Error of the file system for what belongs to others
 */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    await openFolders(Buffer.from(path));
    await rm(path, { recursive: true, force: true });
  }
}

async function openFolders(folder: Buffer): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true, encoding: 'buffer' }))
    if (entry.isDirectory()) await openFolders(Buffer.concat([folder, SLASH, entry.name]));
}
