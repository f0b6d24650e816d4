import { rmSync, statSync } from 'node:fs';
import type { Source } from '../../src/cassette/assemble.ts';
import { ENTRY } from '../../src/cassette/directory.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { headSlots } from '../../src/cassette/head-slots.ts';
import { Journal } from '../../src/cassette/journal.ts';
import type { RecordingHead } from '../../src/cassette/recording.ts';
import { mergeHeaders } from '../../src/cassette/v1/header.ts';
import type { Move } from '../../src/cassette/v1/move.ts';
import { lastSecretId } from '../last-secret-id.ts';
import { contentsOf } from './content.ts';
import { MovedRecordings } from './moved.ts';
import { type Pick, planMerge } from './plan.ts';

/** What merging came to. A conflict leaves everything as it was. */
export type Merged =
  | { kind: 'merged'; recordings: number; added: number }
  | { kind: 'conflict'; conflicts: readonly Conflicting[] };

/** A recording that both sides have made something else of. */
export interface Conflicting {
  head: RecordingHead;
  /** From 0; undefined where that side has removed it. */
  ours: number | undefined;
  theirs: number | undefined;
}

/**
 * Merges what two branches have made of one cassette into ours. `base` may be an empty file: both have added it.
 *
 * @throws TapeheadError what opening and reading cassettes throws; CASSETTE_LOCKED, JOURNAL_LEFT, CASSETTE_UNWRITABLE
 */
export function mergeCassettes(paths: { base: string; ours: string; theirs: string }): Merged {
  using ours = CassetteFile.open(paths.ours);
  using theirs = CassetteFile.open(paths.theirs);
  using base = isEmpty(paths.base) ? undefined : CassetteFile.open(paths.base);
  const plan = planMerge(base ? contentsOf(base) : [], contentsOf(ours), contentsOf(theirs));
  const conflicts = plan.conflicts.flatMap((one) =>
    base ? [{ head: base.head(one.base), ours: one.ours, theirs: one.theirs }] : [],
  );
  if (conflicts.length > 0) return { kind: 'conflict', conflicts };

  const { picks } = plan;
  const header = mergeHeaders(base?.headerPayload, ours.headerPayload, theirs.headerPayload, ours.path);
  const merged = {
    kind: 'merged' as const,
    recordings: picks.length,
    added: picks.filter(({ from }) => from === 'theirs').length,
  };
  const isOurs = merged.added === 0 && picks.length === ours.count;
  if (isOurs && header.equals(ours.headerPayload)) return merged;
  using moved = new MovedRecordings(theirs);
  const source = sourceOf(picks, ours, theirs, moved);
  const journal = Journal.create(paths.ours, { mode: 'merge', header: ours.header });
  try {
    journal.finalise({ made: () => ({ header, sources: [source] }) });
  } catch (error) {
    rmSync(journal.path, { force: true }); // there is nothing in it
    throw error;
  }
  return merged;
}

const isEmpty = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.size === 0;

function sourceOf(
  picks: readonly Pick[],
  ours: CassetteFile,
  theirs: CassetteFile,
  moved: MovedRecordings,
): Source {
  const moves = movesOf(picks, ours, theirs);
  const entries = Buffer.concat(
    picks.map((pick) => {
      const move = moves.get(pick);
      if (move) return moved.entryOf(pick.index, move);
      return ours.directory.subarray(pick.index * ENTRY.size, (pick.index + 1) * ENTRY.size);
    }),
  );
  return {
    count: picks.length,
    entries,
    rank: (index) => index,
    copyBodies(to, positions, write) {
      const ofOurs = new Float64Array(ours.count);
      for (const [i, pick] of picks.entries()) {
        const position = positions[i] ?? 0;
        const move = moves.get(pick);
        if (move) moved.copy(pick.index, move, to, position, write);
        else ofOurs[pick.index] = position;
      }
      ours.copyBodies(to, ofOurs, write);
    },
  };
}

/** One that takes another's place begins when that did; what was added begins after all of ours. Secrets get ids of their own. */
function movesOf(picks: readonly Pick[], ours: CassetteFile, theirs: CassetteFile): Map<Pick, Move> {
  const taken = picks.filter((pick) => pick.from === 'theirs');
  const ids = taken.flatMap(({ index }) => secretIds(theirs, index));
  const idShift = ids.length > 0 ? Math.max(0, lastSecretId(ours) + 1 - Math.min(...ids)) : 0;
  const first = taken.find(({ inPlaceOf }) => inPlaceOf === undefined);
  const begin = first ? theirs.entry(first.index).start : 0;
  return new Map(
    taken.map((pick) => {
      const { index, inPlaceOf } = pick;
      const after = ours.duration + 1 + theirs.entry(index).start - begin;
      return [pick, { start: inPlaceOf === undefined ? after : ours.entry(inPlaceOf).start, idShift }];
    }),
  );
}

function secretIds(file: CassetteFile, index: number): number[] {
  if (!file.entry(index).redacted) return [];
  const ids = headSlots(file.head(index)).map(({ id }) => id);
  for (const event of file.passingEvents(index)) ids.push(...(event.slots ?? []).map(({ id }) => id));
  return [...new Set(ids)];
}
