import type { CassetteFile } from '../src/cassette/file.ts';
import { TapeheadError } from '../src/errors.ts';

/** Reads all of a cassette; gives what is wrong with the first recording that is damaged, if one is. */
export function damageIn(file: CassetteFile): string | undefined {
  try {
    for (let index = 0; index < file.count; index++) {
      file.head(index);
      for (const _ of file.events(index));
    }
    return undefined;
  } catch (error) {
    if (error instanceof TapeheadError && error.code === 'CASSETTE_DAMAGED') return error.message;
    throw error;
  }
}

/** What is read of a recording, for whoever must not fail over one that is damaged: undefined where it is. */
export function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof TapeheadError && error.code === 'CASSETTE_DAMAGED') return undefined;
    throw error;
  }
}
