import type { CassetteFile } from '../src/cassette/file.ts';
import type { TapedEvent } from '../src/cassette/recording.ts';

/** Longer recordings are read as they play, in bytes. */
const LONGEST = 32 * 1024;

/** Of all that is kept, in bytes of memory; and what a recording takes beside its bytes, about. */
const MOST_KEPT = 8 * 1024 * 1024;
const COST = 1024;

/** The events of short recordings, read and checked as a whole, and kept: who loops asks for the same again. */
export class ShortRecordings {
  #kept = new Map<number, readonly TapedEvent[]>();
  #size = 0;

  /** Undefined for one that is not short. `number` stands for the recording. */
  events(number: number, file: CassetteFile, index: number): readonly TapedEvent[] | undefined {
    const kept = this.#kept.get(number);
    // What somebody wrote into the file since then is another recording's, and told when it is read.
    return kept && file.isAsOpened ? kept : this.#read(number, file, index);
  }

  #read(number: number, file: CassetteFile, index: number): readonly TapedEvent[] | undefined {
    const { length } = file.entry(index);
    if (length > LONGEST) return undefined;
    const events = [...file.lastingEvents(index)];
    this.#size += length + COST;
    if (this.#size > MOST_KEPT) {
      this.#kept.clear();
      this.#size = length + COST;
    }
    this.#kept.set(number, events);
    return events;
  }
}
