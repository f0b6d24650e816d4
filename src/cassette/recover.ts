import { closeSync } from 'node:fs';
import { openForReading, readStart } from './open-file.ts';
import { type Layout, recognise } from './magic.ts';
import { recoverFinal } from './recover-final.ts';
import { recoverJournal } from './recover-journal.ts';
import type { Recovery } from './recovery.ts';
import { encodeHeader } from './v1/header.ts';

/** A recovery, and its file, which stays open for copying from. */
export interface Recovered extends Recovery, Disposable {
  layout: Layout;
  header: Buffer;
  headerLost: boolean;
}

/**
 * Reads all of a cassette or a journal, and gives what is whole of it, whatever else is in there.
 *
 * @throws TapeheadError NO_CASSETTE, CASSETTE_UNREADABLE, CASSETTE_NOT_ONE, CASSETTE_NEWER; and
 *   CASSETTE_DAMAGED only where the first 16 bytes are
 */
export function recover(path: string): Recovered {
  const { fd, size, modified } = openForReading(path);
  try {
    const { layout } = recognise(path, readStart(path, fd));
    const recovery = layout === 'journal' ? recoverJournal(path, fd) : recoverFinal(path, fd, size);
    return {
      ...recovery,
      layout,
      header: recovery.header ?? substituteHeader(modified),
      headerLost: recovery.header === undefined,
      [Symbol.dispose]: () => closeSync(fd),
    };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** The day is the file's; what host it was, and what was redacted, nobody knows any more. */
function substituteHeader(modified: number): Buffer {
  return encodeHeader({ day: new Date(modified).toISOString().slice(0, 10), host: {}, redacted: [] });
}
