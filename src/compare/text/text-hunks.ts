import type { Place } from '../../normalise/normalising.ts';
import type { OutputStream, StreamDiff } from '../difference.ts';
import type { Judge } from '../judge.ts';
import type { SameRow } from './same-rows.ts';
import { changesIn } from './changes.ts';
import { hunksOf } from './hunks.ts';

/**
 * The lines of two outputs that were compared by their format. Where only the widths of columns follow from a change
 * elsewhere, a line is the same: `layout` says that widths are a difference themselves.
 */
export function textHunks(
  stream: OutputStream,
  recorded: Buffer,
  current: Buffer,
  judge: Judge,
  layout: boolean,
  sameRow: SameRow | undefined,
): Pick<StreamDiff, 'hunks' | 'leftOut'> {
  const seen = (as: (line: string) => string): ReturnType<typeof textHunks> =>
    hunksSeen(stream, recorded, current, judge, as, sameRow);
  const narrow = layout ? undefined : seen(squeezed);
  return narrow && narrow.hunks.length > 0 ? narrow : seen((line) => line);
}

function hunksSeen(
  stream: OutputStream,
  recorded: Buffer,
  current: Buffer,
  judge: Judge,
  seen: (line: string) => string,
  sameRow: SameRow | undefined,
): Pick<StreamDiff, 'hunks' | 'leftOut'> {
  const place: Place = { stream };
  const changes = changesIn(recorded, current, {
    masked: (line) => seen(judge.masked(line, place)),
    same: (was, is) => judge.looksSame(seen(was), seen(is), place),
    ...(sameRow && { sameRow }),
  });
  return hunksOf(changes, (line) => judge.labelled(line, place));
}

/** Blanks and rules as short as they can be. */
const squeezed = (line: string): string => line.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '-').trimEnd();
