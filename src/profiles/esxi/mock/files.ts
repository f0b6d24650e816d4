import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The file tree of a mock host. */
export interface HostFiles {
  /** Where on the disk of this machine a path of the host is; the root is made on first use. */
  onDisk(path: string): string;
}

/** A tree in a temporary folder, which is made on first use and removed in the end. */
export class TempFiles implements HostFiles, Disposable {
  #root: string | undefined;

  onDisk(path: string): string {
    if (this.#root === undefined) {
      this.#root = mkdtempSync(join(tmpdir(), 'tapehead-esxi-'));
      mkdirSync(join(this.#root, 'vmfs/volumes'), { recursive: true });
    }
    return join(this.#root, join('/', path));
  }

  /** As if nothing had ever been there. */
  [Symbol.dispose](): void {
    if (this.#root !== undefined) rmSync(this.#root, { recursive: true, force: true });
    this.#root = undefined;
  }
}
