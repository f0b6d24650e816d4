import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for secrets: nobody else may look into it (mkdtemp makes it 0700), and disposal removes it. */
export interface PrivateFolder extends AsyncDisposable {
  /** Writes a file, mode 0600; gives its path. */
  write(name: string, text: string): Promise<string>;
}

export async function makePrivateFolder(): Promise<PrivateFolder> {
  const path = await mkdtemp(join(tmpdir(), 'tapehead-'));
  return {
    async write(name, text) {
      const file = join(path, name);
      await writeFile(file, text, { mode: 0o600, flag: 'wx' });
      return file;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
