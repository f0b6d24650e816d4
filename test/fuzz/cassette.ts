import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { TapeheadError } from '../../src/errors.ts';
import { repair } from '../../recorder/repair.ts';
import type { Content, Recording } from '../cassette/content.ts';
import type { Random } from '../support/random.ts';
import { TempFolder } from '../support/tape.ts';
import { Finding, type Fuzzer, type Fuzzing } from './fuzzer.ts';
import { type HostileCassette, HostileCassettes } from './hostile-cassette.ts';
import { PeakMemory } from './peak-memory.ts';
import { Reader } from './read-everything.ts';

/** What reading may take beside the size of the file, in bytes: cassettes/README.md, "Limits". */
const MOST_MEMORY = 64 * 1024 * 1024;

/** Repairing syncs the disk, which takes longer than all the rest: one case in so many. */
const REPAIRED = 64;

/** Damaged and forged cassettes and journals: they give what was taped, or an error that names the offset. */
export const cassette: Fuzzer = {
  name: 'cassette',
  open: () => Promise.resolve(new CassetteFuzzing()),
};

class CassetteFuzzing implements Fuzzing {
  readonly #folder = new TempFolder();
  readonly #hostile = new HostileCassettes();
  readonly #memory = new PeakMemory();

  async run(random: Random, caseNumber: number): Promise<void> {
    const made = this.#hostile.next(random);
    this.#memory.begin();
    try {
      await this.#feed(made, caseNumber);
    } catch (error) {
      throw finding(error, made);
    }
    const grown = this.#memory.growth;
    if (grown > made.bytes.length + MOST_MEMORY) {
      throw new Finding(`reading took ${Math.round(grown / 1024 / 1024)} MiB of memory`, made.bytes);
    }
  }

  async #feed({ bytes, taped }: HostileCassette, caseNumber: number): Promise<void> {
    const [path, recoveredPath] = [this.#folder.file('a.cassette'), this.#folder.file('recovered')];
    // Files made anew: emptying one that was just written waits for the disk.
    for (const file of [path, recoveredPath]) rmSync(file, { force: true });
    writeFileSync(path, bytes);
    const reader = new Reader((error) => check(error, bytes.length));
    const read = await reader.read(path);
    const recovered = reader.recover(path, recoveredPath);
    if (taped) for (const one of [...read, ...recovered]) expectTaped(one, taped);
    if (caseNumber % REPAIRED === 0) this.#repair(bytes);
  }

  /** As the command does it. Alone in the folder, so that nothing of another case is in the way. */
  #repair(bytes: Buffer): void {
    using folder = new TempFolder();
    const journal = bytes[MAGIC_LAYOUT] === 1;
    const path = folder.file('a.cassette');
    writeFileSync(journal ? `${path}.journal` : path, bytes);
    try {
      repair(path);
      repair(path);
    } catch (error) {
      if (!(error instanceof TapeheadError)) throw error;
    }
    for (const name of readdirSync(folder.path))
      if (name.endsWith('.new')) throw new Error(`${name} is left`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#folder[Symbol.dispose]();
  }
}

/** Where the magic says whether it is a journal. */
const MAGIC_LAYOUT = 13;

function check(error: TapeheadError, size: number): void {
  if (error.remedy === '') throw new Error(`${error.code} without a remedy: ${error.message}`);
  if (error.code === 'CASSETTE_NOT_ONE' || error.code === 'CASSETTE_NEWER') return;
  const [, offset] = / is damaged at byte (\d+): /.exec(error.message) ?? [];
  if (error.code === 'CASSETTE_DAMAGED' && offset !== undefined && Number(offset) <= size) return;
  throw new Error(`an error that names no offset in a file of ${size} bytes: ${error.message}`, {
    cause: error,
  });
}

function expectTaped(recording: Recording, { recordings }: Content): void {
  if (recordings.some((taped) => isDeepStrictEqual(taped, recording))) return;
  throw new Error(`a recording that nobody taped: ${JSON.stringify(recording)}`);
}

function finding(error: unknown, { bytes }: HostileCassette): Finding {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Finding(message, bytes, { cause: error });
}
