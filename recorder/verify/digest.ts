import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { unreadable } from '../../src/cassette/trouble.ts';

/** SHA-256 of a file, in hexadecimal digits. @throws TapeheadError NO_CASSETTE, CASSETTE_UNREADABLE */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  } catch (error) {
    throw unreadable(path, error);
  }
  return hash.digest('hex');
}
