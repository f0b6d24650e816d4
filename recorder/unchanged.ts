import { createHash, type Hash } from 'node:crypto';
import type { CassetteFile } from '../src/cassette/file.ts';
import type { TapedEvent } from '../src/cassette/recording.ts';
import { encodeHead } from '../src/cassette/v1/head.ts';
import { TapeheadError } from '../src/errors.ts';
import { keyOf } from '../src/key.ts';
import { sameOutcome } from '../src/outcome.ts';

/**
 * Whether a run recorded what is there already: every recording of the run pairs with one of the old file
 * (same key, same occurrence) and is equal to it, timing and chunk borders aside. It is all or nothing: one
 * real difference, and the whole run is written, so that an id given out in one answer and used in a later
 * command stay together. What is damaged of the old file differs.
 */
export function unchanged(run: CassetteFile, old: CassetteFile): boolean {
  if (run.count > old.count) return false;
  const occurrences = unlessDamaged(() => occurrencesIn(old));
  if (!occurrences) return false;
  for (let i = 0; i < run.count; i++) {
    const pair = occurrences.get(keyOf(run.head(i)).toString('latin1'))?.shift();
    if (pair === undefined || !sameRecording(run, i, old, pair)) return false;
  }
  return true;
}

function occurrencesIn(file: CassetteFile): Map<string, number[]> {
  const occurrences = new Map<string, number[]>();
  for (let i = 0; i < file.count; i++) {
    const key = keyOf(file.head(i)).toString('latin1');
    const numbers = occurrences.get(key);
    if (numbers) numbers.push(i);
    else occurrences.set(key, [i]);
  }
  return occurrences;
}

function sameRecording(run: CassetteFile, i: number, old: CassetteFile, j: number): boolean {
  const { outcome, stdinDigest } = run.entry(i);
  const before = unlessDamaged(() => old.entry(j));
  if (!before || !sameOutcome(outcome, before.outcome) || !stdinDigest.equals(before.stdinDigest))
    return false;
  if (asked(run, i) !== unlessDamaged(() => asked(old, j))) return false;
  return contentDigest(run.events(i)) === unlessDamaged(() => contentDigest(old.events(j)));
}

/** All that the head says, but for when it was asked. */
const asked = (file: CassetteFile, index: number): string =>
  encodeHead({ ...file.head(index), start: 0 }).toString('latin1');

/** What is read of the old file, which a run that replaces it must not fail over. */
function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof TapeheadError && error.code === 'CASSETTE_DAMAGED') return undefined;
    throw error;
  }
}

/** Of each stream for itself: the order between streams is not the host's alone. */
function contentDigest(events: Iterable<TapedEvent>): string {
  const streams: Record<'stdin' | 'stdout' | 'stderr' | 'rest', Hash> = {
    stdin: createHash('sha256'),
    stdout: createHash('sha256'),
    stderr: createHash('sha256'),
    rest: createHash('sha256'),
  };
  for (const event of events) {
    if (event.type === 'stdin' || event.type === 'stdout' || event.type === 'stderr') {
      streams[event.type].update(event.bytes);
    } else if (event.type === 'signal' || event.type === 'resize') {
      const { at: _, ...what } = event;
      streams.rest.update(JSON.stringify(what));
    } else if (event.type === 'outcome' && event.outcome.kind === 'signalled') {
      streams.rest.update(event.outcome.name); // a directory has no names of signals it has no number for
    }
  }
  return Object.values(streams)
    .map((hash) => hash.digest('hex'))
    .join(' ');
}
