import { rmSync } from 'node:fs';
import type { Source } from '../../src/cassette/assemble.ts';
import { ENTRY } from '../../src/cassette/directory.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { Journal } from '../../src/cassette/journal.ts';
import type { RecordingHead } from '../../src/cassette/recording.ts';
import type { Taping } from '../../src/cassette/taping.ts';
import { joinHeaders } from '../../src/cassette/v1/header.ts';
import type { Clock } from '../../src/clock.ts';
import { TapeheadError } from '../../src/errors.ts';
import type { Executed } from '../../src/upstreams/upstream.ts';

/**
 * What the hosts of today answer, taped beside a cassette while it is verified, so that of what has drifted some can
 * take the place of the old. Nobody else writes the cassette meanwhile. Disposal: nothing more is accepted.
 */
export class Acceptance implements Disposable {
  readonly #old: CassetteFile;
  readonly #journal: Journal;
  /** By index in the cassette: which of those in the journal. */
  readonly #kept = new Map<number, number>();
  readonly #header: Buffer;
  #isOpen = true;

  /** @throws TapeheadError CASSETTE_LOCKED, JOURNAL_LEFT, CASSETTE_UNWRITABLE */
  constructor(old: CassetteFile, redacted: readonly string[], clock: Clock) {
    this.#old = old;
    const { day } = old.header;
    const header = { day, host: {}, redacted };
    this.#header = joinHeaders(old.headerPayload, header, old.path);
    this.#journal = Journal.create(old.path, { mode: 'verify', header: old.header, clock });
  }

  /** Begins to tape what is answered to a recording: in its place, with its head. */
  begin(head: RecordingHead): Taping {
    return this.#journal.begin(head);
  }

  /** It may be accepted. */
  keep(index: number, taping: Taping, notes: Executed['notes']): void {
    const before = this.#journal.recordings;
    taping.end({ notes });
    if (this.#journal.recordings > before) this.#kept.set(index, before);
  }

  /** Which may be. */
  get kept(): ReadonlySet<number> {
    return new Set(this.#kept.keys());
  }

  /**
   * Puts these in the place of the old ones; the bytes of all others stay. The end of taping.
   *
   * @throws TapeheadError CASSETTE_CHANGED where the cassette is not what was verified, which then stays as it is;
   *   TAPING_FAILED, CASSETTE_UNWRITABLE
   */
  accept(indices: readonly number[]): void {
    const by = new Map(indices.map((index) => [index, this.#freshOf(index)]));
    this.#mustBeUnchanged();
    this.#isOpen = false;
    try {
      this.#journal.finalise({
        made: (fresh) => ({ header: this.#header, sources: [replaced(this.#old, fresh, by)] }),
        unless: () => {
          this.#mustBeUnchanged();
          return false;
        },
      });
    } catch (error) {
      rmSync(this.#journal.path, { force: true });
      throw error;
    }
  }

  [Symbol.dispose](): void {
    if (this.#isOpen) this.#journal.discard();
    this.#isOpen = false;
  }

  #freshOf(index: number): number {
    const fresh = this.#kept.get(index);
    if (fresh === undefined)
      throw new RangeError(`recording ${index + 1} has nothing that could be accepted`);
    return fresh;
  }

  #mustBeUnchanged(): void {
    if (isStill(this.#old)) return;
    throw new TapeheadError(
      'CASSETTE_CHANGED',
      `${this.#old.path} is not the file any more that was verified, so nothing in it was accepted`,
      'verify it again, as it is now',
    );
  }
}

function isStill(old: CassetteFile): boolean {
  if (!old.isAsOpened) return false;
  try {
    using now = CassetteFile.open(old.path);
    return now.headerPayload.equals(old.headerPayload) && now.directory.equals(old.directory);
  } catch (error) {
    if (error instanceof TapeheadError) return false;
    throw error;
  }
}

/** The old recordings, with fresh ones in the place of some. They begin when the old ones did, so the order stays. */
function replaced(old: CassetteFile, fresh: Source, by: ReadonlyMap<number, number>): Source {
  const entries = Buffer.from(old.entries);
  for (const [index, i] of by)
    fresh.entries.copy(entries, index * ENTRY.size, i * ENTRY.size, (i + 1) * ENTRY.size);
  return {
    count: old.count,
    entries,
    rank: (index) => index,
    copyBodies(to, positions, write) {
      const ofOld = Float64Array.from(positions);
      const ofFresh = new Float64Array(fresh.count);
      for (const [index, i] of by) {
        ofFresh[i] = positions[index] ?? 0;
        ofOld[index] = 0;
      }
      old.copyBodies(to, ofOld, write);
      fresh.copyBodies(to, ofFresh, write);
    },
  };
}
