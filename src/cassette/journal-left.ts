import { closeSync, existsSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { TapeheadError } from '../errors.ts';
import { readUpTo } from './disk.ts';
import { openForReading } from './open-file.ts';
import { decodeLock, JOURNAL_FRAME_HEADER, type Lock, readJournalHeader } from './journal-frame.ts';
import { isHeld, type Machine } from './lock.ts';
import { MAGIC_LENGTH, magicOf } from './magic.ts';

/** The error for a recorder that finds a journal there: its holder lives, or has left it. */
export function whoHolds(
  journalPath: string,
  path: string,
  world: { clock: Clock; machine: Machine },
): TapeheadError {
  const { lock, held } = lookAt(journalPath, world);
  return held ? locked(path, lock) : left(path, journalPath);
}

/** The error of a cassette that somebody is taping into; undefined where nobody is. */
export function lockedBy(
  journalPath: string,
  path: string,
  world: { clock: Clock; machine: Machine },
): TapeheadError | undefined {
  if (!existsSync(journalPath)) return undefined;
  const { lock, held } = lookAt(journalPath, world);
  return held ? locked(path, lock) : undefined;
}

/** A journal without a readable lock is one just being created, or one whose disk was full: its age tells. */
function lookAt(
  journalPath: string,
  { clock, machine }: { clock: Clock; machine: Machine },
): { lock: Lock | undefined; held: boolean } {
  const { fd, modified } = openForReading(journalPath);
  try {
    const bytes = Buffer.alloc(4096);
    const lock = lockIn(journalPath, bytes.subarray(0, readUpTo(journalPath, fd, 0, bytes)));
    return { lock, held: isHeld(lock?.holder, modified, clock.wall(), machine) };
  } finally {
    closeSync(fd);
  }
}

function lockIn(journalPath: string, bytes: Buffer): Lock | undefined {
  const at = MAGIC_LENGTH + JOURNAL_FRAME_HEADER;
  if (bytes.length < at || !bytes.subarray(0, MAGIC_LENGTH).equals(magicOf('journal'))) return undefined;
  const header = readJournalHeader(bytes, MAGIC_LENGTH);
  if (!header || at + header.length > bytes.length) return undefined;
  try {
    return decodeLock(bytes.subarray(at, at + header.length), { path: journalPath, offset: at });
  } catch (error) {
    if (error instanceof TapeheadError) return undefined;
    throw error;
  }
}

function locked(path: string, lock: Lock | undefined): TapeheadError {
  const who = lock ? `process ${lock.holder.pid} on ${lock.holder.host}` : 'another recorder';
  return new TapeheadError(
    'CASSETTE_LOCKED',
    `${path} is being recorded to by ${who}`,
    'wait until it has ended, or record to another file',
  );
}

function left(path: string, journalPath: string): TapeheadError {
  return new TapeheadError(
    'JOURNAL_LEFT',
    `a recorder of ${path} ended before it was done, and left ${journalPath}`,
    `run \`tapehead repair ${path}\`: it keeps every recording that is whole, and makes way for the next`,
  );
}
