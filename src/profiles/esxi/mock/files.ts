import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usageOf } from './volumes/usage.ts';
import { withinRoot } from './within-root.ts';

/** The file tree of a mock host, on the disk of this machine: what one command writes there, any other sees. */
export interface HostFiles {
  /**
   * Where a path of the host is; whatever it says, and whatever links are on its way, it is below the root, which is made
   * on first use with what the host is described to have.
   */
  onDisk(path: string): string;
  /** Whether anything is there yet: what is not cannot have changed. */
  readonly isMade: boolean;
  /** Bytes that a volume holds more than when the tree was made; fewer are below 0. `folder` is its name there, its UUID. */
  grown(folder: string): number;
}

/** Volumes that are not mounted: where the host does not see them. */
export const UNMOUNTED = '.unmounted';
export const VOLUMES = 'vmfs/volumes';

/** A tree in a temporary folder, which is made on first use, and removed in the end. */
export class TempFiles implements HostFiles, Disposable {
  #root: string | undefined;
  #before: ReadonlyMap<string, number> = new Map();
  readonly #layOut: (root: string) => void;

  /** `layOut` makes what is there from the beginning. */
  constructor(layOut: (root: string) => void) {
    this.#layOut = layOut;
  }

  onDisk(path: string): string {
    return withinRoot(this.#made(), path);
  }

  get isMade(): boolean {
    return this.#root !== undefined;
  }

  grown(folder: string): number {
    if (this.#root === undefined) return 0;
    const places = [VOLUMES, UNMOUNTED].map((top) => join(this.#root ?? '', top, folder));
    const now = places.reduce((sum, place) => sum + usageOf(place), 0);
    return now - (this.#before.get(folder) ?? 0);
  }

  /** As if nothing had ever been there. */
  [Symbol.dispose](): void {
    if (this.#root !== undefined) removeTree(this.#root);
    this.#root = undefined;
  }

  #made(): string {
    if (this.#root !== undefined) return this.#root;
    const root = mkdtempSync(join(tmpdir(), 'tapehead-esxi-'));
    this.#root = root;
    for (const top of [VOLUMES, UNMOUNTED]) mkdirSync(join(root, top), { recursive: true });
    this.#layOut(root);
    const folders = [VOLUMES, UNMOUNTED].flatMap((top) =>
      readdirSync(join(root, top), { withFileTypes: true }).flatMap((one) =>
        one.isDirectory() ? [[one.name, usageOf(join(root, top, one.name))] as const] : [],
      ),
    );
    this.#before = new Map(folders);
    return root;
  }
}

/** Also where somebody took the permission for a folder away, or is about to be ended who still writes. */
function removeTree(root: string): void {
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 20 };
  try {
    rmSync(root, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    openFolders(root);
    rmSync(root, options);
  }
}

function openFolders(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) openFolders(join(folder, entry.name));
}
