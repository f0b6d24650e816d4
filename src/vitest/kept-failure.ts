import { copyFile, rm } from 'node:fs/promises';
import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { openLogFile } from '../cli/call-log.ts';
import type { Log } from '../cli/log.ts';
import { removeIfEmpty } from './remove-if-empty.ts';

/** Where what a test leaves is kept if it fails. */
export interface KeptFailure {
  readonly log: Log;
  /** Puts the cassette beside the log, and the journal if there is one; gives the folder. */
  keep(cassette: string, journal: string | undefined): Promise<string>;
  /** The test passed: nothing is kept. */
  discard(): Promise<void>;
}

/**
 * The folder of one test in that of TAPEHEAD_KEEP_FAILED. The log is written there as the test runs, so that it is there
 * whatever ends it.
 *
 * @param words the test's file, as the project names it, and the test's names as a file name
 * @throws TapeheadError USAGE where it cannot be written
 */
export async function openKeptFailure(folder: string, words: readonly string[]): Promise<KeptFailure> {
  const own = resolve(folder, ...words);
  await rm(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  const log = openLogFile(join(own, 'deck.log'));
  return {
    log,
    async keep(cassette, journal) {
      log[Symbol.dispose]();
      if (existsSync(cassette)) await copyFile(cassette, join(own, basename(cassette)));
      if (journal !== undefined) await move(journal, join(own, basename(journal)));
      return own;
    },
    async discard() {
      log[Symbol.dispose]();
      await rm(own, { recursive: true, force: true });
      await removeIfEmpty(dirname(own), resolve(folder));
    },
  };
}

/** Over the border of file systems, too. */
async function move(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await rm(from);
}
