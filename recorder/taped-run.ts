import { existsSync } from 'node:fs';
import { CassetteFile } from '../src/cassette/file.ts';
import { Journal } from '../src/cassette/journal.ts';
import type { Hosts } from '../src/cassette/recording.ts';
import type { Clock } from '../src/clock.ts';
import { TapeheadError } from '../src/errors.ts';
import type { Mode, Plan } from '../src/mode.ts';
import type { Secrets } from '../src/redact/secrets.ts';
import type { Written } from '../src/report.ts';
import { damageIn } from './damage.ts';
import { Recorder, type RecorderOptions } from './recorder.ts';

/** Whether a run recorded what is there already, so that nothing is written. */
export type Unchanged = (run: CassetteFile, before: CassetteFile) => boolean;

/** One run's taping into one cassette: from the journal's first byte to what became of the file. */
export class TapedRun implements AsyncDisposable {
  readonly recorder: Recorder;
  /** As the user named it. */
  #path: string;
  #journal: Journal;
  #before: CassetteFile | undefined;
  #plan: Plan;
  #isUnchanged: Unchanged;
  #finished = false;

  private constructor(
    path: string,
    journal: Journal,
    recorder: Recorder,
    before: CassetteFile | undefined,
    plan: Plan,
    isUnchanged: Unchanged,
  ) {
    this.#path = path;
    this.#journal = journal;
    this.recorder = recorder;
    this.#before = before;
    this.#plan = plan;
    this.#isUnchanged = isUnchanged;
  }

  /** @throws TapeheadError CASSETTE_LOCKED, JOURNAL_LEFT, CASSETTE_UNWRITABLE */
  static open(
    path: string,
    run: { mode: Mode; plan: Plan; before: CassetteFile | undefined; isUnchanged: Unchanged },
    hosts: Hosts,
    options: RecorderOptions,
    secrets: Secrets,
    clock: Clock,
  ): TapedRun {
    const kept = run.plan.keepsOld ? run.before : undefined;
    const header = {
      day: new Date(clock.wall()).toISOString().slice(0, 10),
      ...hosts,
      redacted: secrets.classes,
    };
    const journal = Journal.create(path, { mode: run.mode, header, clock });
    try {
      if (run.plan.keepsOld && !isStill(path, run.before)) throw writtenMeanwhile(path);
      const recorder = new Recorder(journal, options, secrets, clock, kept);
      return new TapedRun(path, journal, recorder, run.before, run.plan, run.isUnchanged);
    } catch (error) {
      journal.discard();
      throw error;
    }
  }

  /**
   * Makes the journal the cassette, or leaves it lying where the run did not end well. A run that taped
   * nothing changes nothing.
   *
   * @param hosts what has become known of them since
   * @throws TapeheadError TAPING_FAILED, CASSETTE_UNWRITABLE; the journal is kept then
   */
  finish(endedWell: boolean, hosts?: Hosts): Written {
    this.#finished = true;
    const { failure, recordings, path: journal } = this.#journal;
    if (failure) throw failure;
    const old = { path: this.#path, isThere: this.#before !== undefined };
    if (recordings === 0) {
      this.#journal.discard();
      return { kind: 'nothing-taped', ...old };
    }
    if (!endedWell) {
      this.#journal.keep();
      return { kind: 'journal-left', ...old, journal, recordings };
    }
    return this.#finalise(recordings, hosts);
  }

  #finalise(recordings: number, hosts: Hosts | undefined): Written {
    const path = this.#path;
    const before = this.#before;
    const kept = this.#plan.keepsOld ? before : undefined;
    const written = this.#journal.finalise({
      hosts,
      ...(kept && { after: kept }),
      ...(before && !kept && { unless: (run: CassetteFile) => this.#isUnchanged(run, before) }),
    });
    if (!written) return { kind: 'unchanged', path };
    const old = kept?.count ?? 0;
    const damage = before && !kept ? damageIn(before) : undefined;
    return { kind: 'written', path, recordings: old + recordings, kept: old, damage };
  }

  /** A run of which nothing came, as the deck did not open, leaves no journal. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { recordings, leftOut } = this.#journal;
    if (!this.#finished && recordings + leftOut === 0) this.#journal.discard();
    else this.#journal.keep();
  }
}

/** Whether the cassette is what it was before the lock was ours: another recorder may have had it till then. */
function isStill(path: string, before: CassetteFile | undefined): boolean {
  if (!before || !existsSync(path)) return !before && !existsSync(path);
  using now = CassetteFile.open(path);
  return now.headerPayload.equals(before.headerPayload) && now.directory.equals(before.directory);
}

function writtenMeanwhile(path: string): TapeheadError {
  return new TapeheadError(
    'CASSETTE_LOCKED',
    `another recorder wrote ${path} just now`,
    'start this one again, so that it sees what is on the tape',
  );
}
