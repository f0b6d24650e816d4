import { fstatSync } from 'node:fs';

/** What changes when somebody writes into an open file. One that is renamed over stays as it is. */
export interface Stamp {
  size: number;
  /** ms since the epoch, with a fraction. */
  modified: number;
}

export function stampOf(fd: number): Stamp {
  const { size, mtimeMs } = fstatSync(fd);
  return { size, modified: mtimeMs };
}

export const sameStamp = (a: Stamp, b: Stamp): boolean => a.size === b.size && a.modified === b.modified;
