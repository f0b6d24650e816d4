import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PREFIX, signFolder, sweepLeftFolders } from './left-folders.ts';

/** A folder for secrets: nobody else may look into it (mkdtemp makes it 0700), and disposal removes it. */
export interface PrivateFolder extends AsyncDisposable {
  readonly path: string;
  /** Writes a file, mode 0600; gives its path. */
  write(name: string, text: string): Promise<string>;
}

/** Removes, too, what killed processes of this user left of such folders. */
export async function makePrivateFolder(): Promise<PrivateFolder> {
  await sweepLeftFolders(tmpdir());
  const path = await mkdtemp(join(tmpdir(), PREFIX));
  await signFolder(path);
  return {
    path,
    async write(name, text) {
      const file = join(path, name);
      await writeFile(file, text, { mode: 0o600, flag: 'wx' });
      return file;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
