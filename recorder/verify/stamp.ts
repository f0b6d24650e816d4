import { rmSync } from 'node:fs';
import { dayOf } from '../../src/cassette/age.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { Journal } from '../../src/cassette/journal.ts';
import { stampHeader } from '../../src/cassette/v1/header.ts';
import type { Clock } from '../../src/clock.ts';
import { TapeheadError } from '../../src/errors.ts';
import { plural } from '../../src/plural.ts';
import type { VerifiedRecording } from '../../src/verified.ts';
import { digestOf } from './digest.ts';

/**
 * Why a cassette cannot be said to be true still; undefined where all its recordings were run, and were the same or have
 * been accepted.
 */
export function whyNoStamp(
  recordings: readonly VerifiedRecording[],
  count: number,
  accepted: ReadonlySet<VerifiedRecording>,
): string | undefined {
  const isTrue = (one: VerifiedRecording): boolean => one.verdict.startsWith('same') || accepted.has(one);
  const others = recordings.filter((one) => !isTrue(one));
  const counts = (['drift', 'could not check', 'not run'] as const).flatMap((verdict) => {
    const n = others.filter((one) => one.verdict === verdict).length;
    return n > 0 ? [`${n} ${verdict}`] : [];
  });
  const missing = count - recordings.length;
  if (missing > 0) counts.push(`${missing} not in this shard`);
  if (counts.length === 0) return undefined;
  return `of ${count} ${plural(count, 'recording')}: ${counts.join(', ')}`;
}

/**
 * Notes today in the header of a cassette, if it is still the file with this digest; every other byte of it stays, but
 * for offsets in the directory.
 *
 * @returns false where today was noted before
 * @throws TapeheadError CASSETTE_CHANGED, CASSETTE_LOCKED, JOURNAL_LEFT, CASSETTE_UNWRITABLE
 */
export async function stampCassette(path: string, digest: string, clock: Clock): Promise<boolean> {
  using file = CassetteFile.open(path);
  const journal = Journal.create(path, { mode: 'verify', header: file.header, clock });
  try {
    if ((await digestOf(path)) !== digest) throw changed(path);
    const today = dayOf(clock.wall());
    if (file.header.stamped === today) return false;
    const header = stampHeader(file.headerPayload, today, path);
    return journal.finalise({
      made: () => ({ header, sources: [file] }),
      unless: () => {
        if (!file.isAsOpened) throw changed(path);
        return false;
      },
    });
  } catch (error) {
    rmSync(journal.path, { force: true }); // there is nothing in it
    throw error;
  } finally {
    await journal[Symbol.asyncDispose]();
  }
}

const changed = (path: string): TapeheadError =>
  new TapeheadError(
    'CASSETTE_CHANGED',
    `${path} is not the file any more that was verified, so it was not stamped`,
    'verify it again, as it is now',
  );
