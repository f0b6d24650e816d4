import { linkSync, lstatSync } from 'node:fs';
import type { ImageNode } from './node.ts';
import { parentOf } from './tree.ts';

/**
 * Empty files of an earlier image at the place, which a new one takes over where nobody has changed them: to make a file
 * may take a file system ten times as long as to link one. The earlier image goes right after.
 */
export class EarlierFiles {
  readonly #at: (path: string) => Buffer;
  /** That are folders in the earlier one too, all the way: nothing is taken through a link. */
  readonly #folders = new Set<string>();
  readonly #owner = process.getuid?.();

  /** @param at where paths of the earlier image lie */
  constructor(at: (path: string) => Buffer) {
    this.#at = at;
  }

  /** Before what is in it. */
  folder(path: string): void {
    if (path !== '/' && !this.#folders.has(parentOf(path))) return;
    if (lstatSync(this.#at(path), { throwIfNoEntry: false })?.isDirectory()) this.#folders.add(path);
  }

  /** Links the file there to a new place; false where there is none that is as it has to be. */
  take(node: ImageNode & { kind: 'file' }, mode: number, to: Buffer): boolean {
    if (node.content.size > 0 || !this.#folders.has(parentOf(node.path))) return false;
    const from = this.#at(node.path);
    const is = lstatSync(from, { throwIfNoEntry: false });
    const isSame =
      is?.isFile() === true && is.size === 0 && is.nlink === 1 && is.mtimeMs === 0 && is.uid === this.#owner;
    if (!isSame || (is.mode & 0o7777) !== mode) return false;
    linkSync(from, to);
    return true;
  }
}
