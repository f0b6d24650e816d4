import { accessSync, chmodSync, constants, copyFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Copies the shim into a folder that every user may pass through. Where it is installed another user may not get, and
 * a search of PATH would pass it over without a word, and run the original.
 *
 * @returns the copy's path; the shim's own where nothing in that folder may be executed (mount(8), noexec)
 */
export function copyShim(shim: string, folder: string): string {
  const copy = join(folder, 'shim');
  copyFileSync(shim, copy);
  chmodSync(copy, 0o755);
  return isExecutable(copy) ? copy : shim;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // EACCES also for root: access(2)
  }
}
