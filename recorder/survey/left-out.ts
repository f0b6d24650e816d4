import type { Pattern } from '../../src/pattern.ts';
import { literalOf, pathGlob } from '../../src/hooks/match/glob.ts';

/** What of a host is not gone through. */
export class LeftOut {
  readonly #globs: readonly Pattern[];
  /** Folders that are not entered. */
  readonly folders: readonly Buffer[];

  /**
   * @param globs of paths; what lies in a folder that matches is left out with it
   * @param pseudo folders that are listed, and not entered
   * @throws TapeheadError BAD_PATTERN
   */
  constructor(globs: readonly string[], pseudo: readonly Buffer[]) {
    this.#globs = globs.map(pathGlob);
    this.folders = [...pseudo, ...globs.flatMap(literalFolder)];
  }

  has(path: Buffer): boolean {
    if (this.#globs.length === 0) return false;
    for (let end = path.length; end > 0; end = path.lastIndexOf(SLASH, end - 1)) {
      const above = path.subarray(0, end);
      if (this.#globs.some((glob) => glob.ranges(above).length > 0)) return true;
    }
    return false;
  }
}

const SLASH = 0x2f;

/** The folder that a glob leaves out as a whole: the host need not enter it. */
function literalFolder(glob: string): Buffer[] {
  const folder = literalOf(glob.replace(/\/\*\*$/, ''));
  return folder?.startsWith('/') && folder.length > 1 ? [Buffer.from(folder)] : [];
}
