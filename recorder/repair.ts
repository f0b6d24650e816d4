import { constants, copyFileSync, existsSync, linkSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { realPath } from '../src/cassette/disk.ts';
import { CassetteFile } from '../src/cassette/file.ts';
import { Journal } from '../src/cassette/journal.ts';
import { lockedBy } from '../src/cassette/journal-left.ts';
import { type Machine, thisMachine } from '../src/cassette/lock.ts';
import { MAGIC_LENGTH } from '../src/cassette/magic.ts';
import { recover, type Recovered } from '../src/cassette/recover.ts';
import { replaceCassette } from '../src/cassette/replace.ts';
import { unreadable } from '../src/cassette/trouble.ts';
import { decodeHeader, joinHeaders } from '../src/cassette/v1/header.ts';
import { type Clock, systemClock } from '../src/clock.ts';
import { TapeheadError } from '../src/errors.ts';

/** What came of one journal, or of one damaged file. */
export interface Repair {
  from: 'journal' | 'damaged file';
  /** The cassette with what was recovered; undefined where nothing was. */
  written: string | undefined;
  recovered: number;
  /** Recordings seen and left out, as they never ended or are damaged. What a cut took with it is not counted. */
  dropped: number;
  /** The header was lost: the host is not known any more, and the day is the file's. */
  headerLost: boolean;
  /** Where what was damaged, the file or the journal, is kept as it was. */
  keptAs?: string;
}

export interface RepairOptions {
  clock?: Clock;
  machine?: Machine;
}

/**
 * Recovers every whole recording of a damaged cassette, and of the journal that a recorder left beside it.
 * Nothing is overwritten, and what is damaged is kept, with `.damaged` after its name. A journal becomes the
 * cassette where there is none, is appended where its mode was new-episodes, and is
 * `NAME.recovered.cassette` otherwise. An empty list says that there was nothing to do.
 *
 * @throws TapeheadError CASSETTE_LOCKED while a recorder is at work, NO_CASSETTE, CASSETTE_DAMAGED where no
 *   recording is whole, and what opening a cassette throws where it is none
 */
export function repair(
  cassettePath: string,
  { clock = systemClock, machine = thisMachine() }: RepairOptions = {},
): Repair[] {
  const path = realPath(cassettePath.replace(/\.journal$/, ''));
  const journalPath = `${path}.journal`;
  const locked = lockedBy(journalPath, path, { clock, machine });
  if (locked) throw locked;
  if (existsSync(journalPath)) return repairWithJournal(path, journalPath);

  const state = stateOf(path);
  if (state === 'whole') return [];
  if (state !== 'damaged') throw state.error;
  using lock = lockFor(path, { clock, machine });
  return [repairFile(path, lock.recovered)];
}

/** The journal keeps every recorder away until it is removed, at the very end. */
function repairWithJournal(path: string, journalPath: string): Repair[] {
  const repairs: Repair[] = [];
  if (stateOf(path) === 'damaged') {
    using recovered = recover(path);
    if (recovered.source.count > 0) repairs.push(repairFile(path, recovered));
  }
  using journal = statSync(journalPath).size < MAGIC_LENGTH ? undefined : recover(journalPath);
  const repaired = repairJournal(path, journal);
  if (!journal?.damage) {
    unlinkSync(journalPath);
    return [...repairs, repaired];
  }
  const keptAs = freeName(`${journalPath}.damaged`);
  renameSync(journalPath, keptAs);
  return [...repairs, { ...repaired, keptAs }];
}

/** Undefined for a journal whose recorder got no further than its first bytes. */
function repairJournal(path: string, journal: Recovered | undefined): Repair {
  if (!journal || journal.source.count === 0) {
    const dropped = journal?.dropped ?? 0;
    return { from: 'journal', written: undefined, recovered: 0, dropped, headerLost: false };
  }
  const { source, header, dropped, headerLost, lock } = journal;
  const result = { from: 'journal', recovered: source.count, dropped, headerLost } as const;
  if (!existsSync(path)) {
    replaceCassette(path, header, [source]);
    return { ...result, written: path };
  }
  if (lock?.mode === 'new-episodes' && stateOf(path) === 'whole') {
    using before = CassetteFile.open(path);
    const added = decodeHeader(header, { path: `${path}.journal`, offset: 0 });
    replaceCassette(path, joinHeaders(before.headerPayload, added, path), [before, source]);
    return { ...result, written: path };
  }
  const written = freeName(path.replace(/(\.cassette)?$/, '.recovered.cassette'), '.cassette');
  replaceCassette(written, header, [source]);
  return { ...result, written };
}

function repairFile(path: string, { source, header, dropped, headerLost, damage }: Recovered): Repair {
  if (source.count === 0) {
    const why = damage?.message ?? `${path} is damaged`;
    throw new TapeheadError(
      'CASSETTE_DAMAGED',
      `${why}; no recording in it is whole`,
      'get an undamaged copy, or record it again',
    );
  }
  const keptAs = freeName(`${path}.damaged`);
  linkOrCopy(path, keptAs);
  replaceCassette(path, header, [source]);
  return { from: 'damaged file', written: path, recovered: source.count, dropped, headerLost, keptAs };
}

/** Keeps recorders away meanwhile, as one of them would; what there is to recover is read under the lock. */
function lockFor(path: string, world: Required<RepairOptions>): Disposable & { recovered: Recovered } {
  const journal = Journal.create(path, {
    mode: 'repair',
    header: { day: '1970-01-01', host: {}, redacted: [] },
    ...world,
  });
  try {
    const recovered = recover(path);
    return {
      recovered,
      [Symbol.dispose]: () => {
        recovered[Symbol.dispose]();
        journal.discard();
      },
    };
  } catch (error) {
    journal.discard();
    throw error;
  }
}

/** What can be done with a file: nothing, where it is no cassette or not there. */
type State = 'whole' | 'damaged' | { error: TapeheadError };

function stateOf(path: string): State {
  try {
    using recovered = recover(path);
    return recovered.damage === undefined ? 'whole' : 'damaged';
  } catch (error) {
    if (!(error instanceof TapeheadError)) throw error;
    return { error };
  }
}

/** The name itself, or the first of name-2, name-3 … that is free, before the extension. */
function freeName(path: string, extension = ''): string {
  const stem = path.slice(0, path.length - extension.length);
  let name = path;
  for (let n = 2; existsSync(name); n++) name = `${stem}-${n}${extension}`;
  return name;
}

/** A second name for the file, so that the first can be replaced in one step. */
function linkOrCopy(path: string, to: string): void {
  try {
    linkSync(path, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EMLINK'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw unreadable(path, error);
    copyFileSync(path, to, constants.COPYFILE_EXCL);
  }
}
