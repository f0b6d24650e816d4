import { closeSync, openSync, writeSync } from 'node:fs';
import type { Content } from './entry.ts';

/**
 * Writes a file that is not there yet, mode 0600.
 *
 * @throws Error of the file system, or where a content has not as many bytes as it said
 */
export function writeContent(content: Content, path: Buffer): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    let length = 0;
    for (const piece of content.read()) {
      length += piece.length;
      for (let at = 0; at < piece.length;) at += writeSync(fd, piece, at);
    }
    if (length !== content.size) throw new Error(`${path.toString()} changed while it was read`);
  } finally {
    closeSync(fd);
  }
}
