import { readFile } from 'node:fs/promises';
import { TapeheadError } from '../../errors.ts';

/** Reads a file that an option names. @throws TapeheadError USAGE */
export async function readOptionFile(option: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new TapeheadError(
      'USAGE',
      `${option} ${path} cannot be read: ${(cause as Error).message}`,
      'check the path, and who may read it',
      { cause },
    );
  }
}
