import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { TapeheadError } from '../errors.ts';

/**
 * Writes the ready file whole or not at all, mode 0600, so that who waits for it never reads half of it.
 * Disposal removes it: a deck that is gone is not ready.
 *
 * @throws TapeheadError USAGE where it cannot be written
 */
export async function writeReadyFile(path: string, content: object): Promise<AsyncDisposable> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(beside, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(beside, path);
  } catch (cause) {
    if (existsSync(beside)) await rm(beside);
    // Of the message only the reason: the rest names the file beside it.
    const [reason] = (cause as Error).message.split(', ');
    throw new TapeheadError(
      'USAGE',
      `the ready file ${path} cannot be written: ${reason}`,
      '--ready-file with a path in a folder that exists and can be written',
      { cause },
    );
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}
