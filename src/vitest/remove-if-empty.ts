import { rmdir } from 'node:fs/promises';
import { dirname, sep } from 'node:path';

/** Removes a folder, and those around it up to `end`, as long as nothing else is in them. */
export async function removeIfEmpty(folder: string, end: string): Promise<void> {
  if (!folder.startsWith(`${end}${sep}`)) return;
  try {
    await rmdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY') return;
    if (code !== 'ENOENT') throw error; // removed by another worker, or never made
  }
  await removeIfEmpty(dirname(folder), end);
}
