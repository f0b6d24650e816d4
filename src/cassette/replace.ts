import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { TapeheadError } from '../errors.ts';
import { assemble, type Source } from './assemble.ts';
import { fsyncDirectoryOf, type Write, writeAll } from './disk.ts';
import { syncingEarly } from './early-sync.ts';
import { CassetteFile } from './file.ts';
import { unwritable } from './trouble.ts';

/**
 * Writes a cassette under a temporary name beside `path`, syncs it, and renames it over `path`. `unless`
 * may look at it before, and say that all stays as it was. Returns whether it was written. The caller holds
 * the lock, so the temporary name is its own, and what a killed one left there is overwritten.
 *
 * @throws TapeheadError CASSETTE_UNWRITABLE; the old file is as it was then
 */
export function replaceCassette(
  path: string,
  header: Buffer,
  sources: readonly Source[],
  {
    unless,
    write = writeAll,
  }: { unless?: ((fresh: CassetteFile) => boolean) | undefined; write?: Write } = {},
): boolean {
  const fresh = `${path}.new`;
  try {
    writeFresh(fresh, path, header, sources, write);
    if (unless && holdsFor(fresh, unless)) {
      rmSync(fresh);
      return false;
    }
    renameSync(fresh, path);
    fsyncDirectoryOf(path);
    return true;
  } catch (cause) {
    rmSync(fresh, { force: true });
    if (cause instanceof TapeheadError || !(cause instanceof Error && 'syscall' in cause)) throw cause;
    const { message, remedy } = unwritable(path, cause);
    throw new TapeheadError(
      'CASSETTE_UNWRITABLE',
      message,
      `${remedy}, then run \`tapehead repair ${path}\``,
      { cause },
    );
  }
}

function writeFresh(
  fresh: string,
  path: string,
  header: Buffer,
  sources: readonly Source[],
  write: Write,
): void {
  const fd = openSync(fresh, 'w', statSync(path, { throwIfNoEntry: false })?.mode ?? 0o666);
  try {
    assemble(fd, header, sources, syncingEarly(fresh, write));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function holdsFor(path: string, condition: (fresh: CassetteFile) => boolean): boolean {
  using file = CassetteFile.open(path);
  return condition(file);
}
