import { closeSync, futimesSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemClock, type Clock } from '../clock.ts';
import { TapeheadError } from '../errors.ts';
import type { Source } from './assemble.ts';
import type { DirectoryEntry } from './directory.ts';
import { makeDirectory, realPath, removeDirectories, type Write, writeAll } from './disk.ts';
import type { CassetteFile } from './file.ts';
import { encodeLock, journalFrame, NO_RECORDING } from './journal-frame.ts';
import { whoHolds } from './journal-left.ts';
import { JournalSource } from './journal-source.ts';
import { type Machine, REFRESH_MS, RELEASED, thisMachine } from './lock.ts';
import { magicOf } from './magic.ts';
import type { CassetteHeader, Hosts, RecordingHead } from './recording.ts';
import { replaceCassette } from './replace.ts';
import { Taping, type TapingJournal } from './taping.ts';
import { remedyFor, unwritable } from './trouble.ts';
import { encodeHeader, joinHeaders } from './v1/header.ts';
import { WaitingFrames } from './waiting-frames.ts';
import { checkStructure } from './v1/structure.ts';

export { Taping } from './taping.ts';

export interface JournalOptions {
  /** The mode of the run, for whoever has to repair the journal: it says what becomes of the old recordings. */
  mode: string;
  header: CassetteHeader;
  clock?: Clock;
  machine?: Machine;
  write?: Write;
}

export interface FinaliseOptions {
  /** In place of those of the header, where more has become known of them. */
  hosts?: Hosts | undefined;
  /** The cassette as it was: its recordings come first, byte for byte. */
  after?: CassetteFile;
  /** In place of `after`: what the cassette is made of, given what was taped. */
  made?: (fresh: Source) => { header: Buffer; sources: readonly Source[] };
  /** Shown the new file before it takes the cassette's name: true leaves everything as it was. */
  unless?: (fresh: CassetteFile) => boolean;
}

/**
 * A cassette that is being taped: frames as they come, on disk when the call returns. Its existence is the
 * lock on the cassette. It ends in one of three ways: finalised, discarded, or kept for `tapehead repair`,
 * which is also what a killed process comes to, and disposal, where anything was begun.
 */
export class Journal implements AsyncDisposable {
  /** The file itself, where the path given was a link to it. */
  readonly cassettePath: string;
  /** The journal's own, beside it. */
  readonly path: string;
  #fd: number;
  /** Made for the cassette, and in the way where there will be none. */
  #directories: readonly string[];
  #options: Required<Pick<JournalOptions, 'header' | 'write'>>;
  #waiting: WaitingFrames;
  #refresh: NodeJS.Timeout;
  #source: JournalSource;
  #begun = 0;
  #failure: TapeheadError | undefined;
  #isOpen = true;

  /**
   * @throws TapeheadError CASSETTE_LOCKED while another recorder lives, JOURNAL_LEFT where one has died,
   *   CASSETTE_UNWRITABLE
   */
  static create(cassettePath: string, options: JournalOptions): Journal {
    return new Journal(cassettePath, options);
  }

  private constructor(
    cassettePath: string,
    { mode, header, clock = systemClock, machine = thisMachine(), write = writeAll }: JournalOptions,
  ) {
    this.cassettePath = realPath(cassettePath);
    this.path = `${this.cassettePath}.journal`;
    this.#options = { header, write };
    const { fd, directories } = createExclusively(this.path, this.cassettePath, { clock, machine });
    this.#fd = fd;
    this.#directories = directories;

    const lock = journalFrame(NO_RECORDING, [encodeLock({ holder: machine.holder, mode })]);
    const headerFrame = journalFrame(NO_RECORDING, [encodeHeader(header)]);
    const start = Buffer.concat([magicOf('journal'), ...lock.parts, ...headerFrame.parts]);
    try {
      write(this.#fd, [start]);
    } catch (cause) {
      closeSync(this.#fd);
      rmSync(this.path, { force: true });
      removeDirectories(directories);
      throw unwritable(this.path, cause);
    }
    this.#waiting = new WaitingFrames((parts) => write(this.#fd, parts));
    this.#source = new JournalSource(this.path, this.#fd, start.length);
    this.#refresh = setInterval(() => this.#touch(clock.wall() / 1000), REFRESH_MS).unref();
  }

  /** Why taping stopped half-way, if it did (TAPING_FAILED); what was complete then is kept. */
  get failure(): TapeheadError | undefined {
    return this.#failure;
  }

  /** How many recordings are complete. */
  get recordings(): number {
    return this.#source.count;
  }

  /** How many were begun and are not complete: abandoned, or still running. */
  get leftOut(): number {
    return this.#begun - this.#source.count;
  }

  /** Begins a recording. Never throws: see `failure`. */
  begin(head: RecordingHead): Taping {
    const taping = new Taping(this.#taped, ++this.#begun, head);
    // So that whoever repairs the journal can tell of it, whatever happens next.
    if (this.#isOpen && !this.#failure) this.#try(() => this.#waiting.flush());
    return taping;
  }

  /**
   * Makes the cassette of what is complete, streaming through a temporary file that takes its name in one
   * step, and removes the journal. False where `unless` had it stay as it was. Where this throws, the
   * journal is kept, and the cassette is as it was.
   *
   * @throws TapeheadError TAPING_FAILED, CASSETTE_UNWRITABLE, and what reading `after` throws
   */
  finalise({ hosts, after, made, unless }: FinaliseOptions = {}): boolean {
    this.#mustBeOpen();
    this.#isOpen = false;
    try {
      if (this.#failure) throw this.#failure;
      const { write } = this.#options;
      const header = { ...this.#options.header, ...hosts };
      const joined = after ? joinHeaders(after.headerPayload, header, after.path) : encodeHeader(header);
      const all = { header: joined, sources: after ? [after, this.#source] : [this.#source] };
      const parts = made?.(this.#source) ?? all;
      const written = replaceCassette(this.cassettePath, parts.header, parts.sources, { unless, write });
      rmSync(this.path, { force: true });
      return written;
    } catch (error) {
      this.#touch(RELEASED);
      throw error;
    } finally {
      this.#close();
    }
  }

  /** Removes the journal and all it held, and the directories that were made for it. */
  discard(): void {
    this.#mustBeOpen();
    rmSync(this.path, { force: true });
    this.#close();
    removeDirectories(this.#directories);
  }

  /** Leaves the journal for `tapehead repair`, and lets go of the lock. */
  keep(): void {
    if (!this.#isOpen) return;
    // What was begun and not ended shows there, too.
    if (!this.#failure) this.#try(() => this.#waiting.flush());
    this.#touch(RELEASED);
    this.#close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOpen && this.#begun === 0) this.discard();
    else this.keep();
  }

  #taped: TapingJournal = {
    write: (parts) => {
      if (!this.#isOpen || this.#failure) return;
      this.#try(() => {
        checkTapable(parts);
        this.#waiting.add(parts);
      });
    },
    // Only what belongs to a complete recording must have reached the disk.
    ended: (number, entry: DirectoryEntry | undefined) => {
      if (!entry || !this.#isOpen || this.#failure) return;
      this.#try(() => this.#waiting.flush());
      if (!this.#failure) this.#source.add(number, entry);
    },
  };

  #try(work: () => void): void {
    try {
      work();
    } catch (cause) {
      this.#failure = tapingFailed(this.cassettePath, this.recordings, cause);
    }
  }

  #mustBeOpen(): void {
    if (!this.#isOpen) throw new Error(`${this.path} is closed`);
  }

  /** Sets the time of the journal, in s since the epoch. A disk that refuses even this takes no taping either. */
  #touch(seconds: number): void {
    try {
      futimesSync(this.#fd, seconds, seconds);
    } catch (cause) {
      this.#failure ??= tapingFailed(this.cassettePath, this.recordings, cause);
    }
  }

  #close(): void {
    this.#isOpen = false;
    clearInterval(this.#refresh);
    closeSync(this.#fd);
  }
}

function createExclusively(
  journalPath: string,
  path: string,
  world: { clock: Clock; machine: Machine },
): { fd: number; directories: readonly string[] } {
  let directories: readonly string[] = [];
  try {
    directories = makeDirectory(dirname(journalPath));
    return { fd: openSync(journalPath, 'wx+'), directories };
  } catch (cause) {
    removeDirectories(directories);
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(path, cause);
    throw whoHolds(journalPath, path, world);
  }
}

/** Chunks of streams are within the limits already; a head with too many words is not. */
function checkTapable([header, payload, ...rest]: readonly Buffer[]): void {
  if (header && payload && rest.length === 0) checkStructure(payload, { path: 'a recording', offset: 0 });
}

function tapingFailed(path: string, complete: number, cause: unknown): TapeheadError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const whole =
    complete === 1 ? '1 recording was complete and is' : `${complete} recordings were complete and are`;
  return new TapeheadError(
    'TAPING_FAILED',
    `taping into ${path} stopped half-way: ${why}; ${whole} in its journal`,
    `${remedyFor(cause)}, then run \`tapehead repair ${path}\` to keep what was complete`,
    { cause },
  );
}
