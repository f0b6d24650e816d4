import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The file tree of a mock host, on the disk of this machine: what one command writes there, any other sees. */
export interface HostFiles {
  /**
   * Where a path of the host is; whatever it says it is below the root, which is made on first use with what the host is
   * described to have.
   */
  onDisk(path: string): string;
}

/** A tree in a temporary folder, which is made on first use, and removed in the end. */
export class TempFiles implements HostFiles, Disposable {
  #root: string | undefined;
  readonly #layOut: (root: string) => void;

  /** `layOut` makes what is there from the beginning. */
  constructor(layOut: (root: string) => void) {
    this.#layOut = layOut;
  }

  onDisk(path: string): string {
    if (this.#root === undefined) {
      this.#root = mkdtempSync(join(tmpdir(), 'tapehead-esxi-'));
      mkdirSync(join(this.#root, 'vmfs/volumes'), { recursive: true });
      this.#layOut(this.#root);
    }
    return join(this.#root, join('/', path));
  }

  /** As if nothing had ever been there. */
  [Symbol.dispose](): void {
    if (this.#root !== undefined) rmSync(this.#root, { recursive: true, force: true });
    this.#root = undefined;
  }
}
