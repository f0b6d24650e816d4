import type { DiffLine, Hunk, StreamDiff } from '../difference.ts';
import { CONTEXT, type Change, type Changes } from './changes.ts';
import type { Lines } from './lines.ts';
import { markedPair, wholeLine } from './marked.ts';

/** Lines of a stream that are shown, with those around them. */
const MOST_SHOWN = 1000;

/** @param labelled A line that only normalising made equal, as it is shown. */
export function hunksOf(
  changes: Changes,
  labelled: (line: string) => string,
): Pick<StreamDiff, 'hunks' | 'leftOut'> {
  const hunks: Hunk[] = [];
  const room = { left: MOST_SHOWN };
  let leftOut = 0;
  for (const group of groupsOf(changes.changes)) {
    if (room.left > 0) hunks.push(hunkOf(changes, group, room, labelled));
    else room.left -= sizeOf(group);
  }
  if (room.left < 0) leftOut = -room.left;
  return { hunks, leftOut };
}

/** Changes that are so near to each other that the lines around them meet. */
function groupsOf(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1)?.at(-1);
    const isNear = last && change.recorded.from - last.recorded.to <= 2 * CONTEXT;
    if (isNear) groups.at(-1)?.push(change);
    else groups.push([change]);
  }
  return groups;
}

const sizeOf = (group: readonly Change[]): number =>
  group.reduce((sum, { recorded: r, current: c }) => sum + (r.to - r.from) + (c.to - c.from), 0);

/** What does not fit makes the room negative. */
function hunkOf(
  changes: Changes,
  group: readonly Change[],
  room: { left: number },
  labelled: (line: string) => string,
): Hunk {
  const lines: DiffLine[] = [];
  const [first, last] = [group[0]?.recorded, group.at(-1)?.recorded];
  const start = Math.max(0, (first?.from ?? 0) - CONTEXT);
  const end = Math.min(changes.recorded.count, (last?.to ?? 0) + CONTEXT);
  let r = start;
  let c = (group[0]?.current.from ?? 0) - ((first?.from ?? 0) - start);
  const currentStart = c;
  const put = (line: () => DiffLine): void => {
    if (room.left-- > 0) lines.push(line());
  };
  const same = (to: number): void => {
    for (; r < to; r++, c++) {
      const [was, is] = [r, c];
      if (room.left > 0) lines.push(sameLine(changes, was, is, labelled));
      if (room.left > 0) room.left--;
    }
  };
  for (const change of group) {
    same(change.recorded.from);
    putChange(changes, change, put, room);
    [r, c] = [change.recorded.to, change.current.to];
  }
  same(end);
  const from = changes.before + 1;
  return { recordedStart: from + start, currentStart: from + currentStart, lines };
}

function putChange(
  changes: Changes,
  { recorded: r, current: c, pairs }: Change,
  put: (line: () => DiffLine) => void,
  room: { left: number },
): void {
  const [was, is] = [new Map(pairs), new Map(pairs.map(([a, b]) => [b, a]))];
  const lineOf = (lines: Lines, i: number, kind: 'removed' | 'added'): DiffLine => {
    const [recorded, current] = kind === 'removed' ? [i, was.get(i)] : [is.get(i), i];
    if (recorded === undefined || current === undefined) return { kind, parts: wholeLine(lines, i, true) };
    return { kind, parts: markedPair(changes, recorded, current)[kind] };
  };
  // A block of millions of lines is counted, not walked through.
  const most = Math.max(0, room.left);
  const shownR = Math.min(r.to - r.from, most);
  for (let i = r.from; i < r.from + shownR; i++) put(() => lineOf(changes.recorded, i, 'removed'));
  const shownC = Math.min(c.to - c.from, Math.max(0, room.left));
  for (let i = c.from; i < c.from + shownC; i++) put(() => lineOf(changes.current, i, 'added'));
  room.left -= r.to - r.from - shownR + (c.to - c.from - shownC);
}

function sameLine(
  { recorded, current }: Changes,
  was: number,
  is: number,
  labelled: (line: string) => string,
): DiffLine {
  const isEqual = recorded.equals(was, current, is);
  return { kind: 'same', parts: wholeLine(recorded, was, false, isEqual ? undefined : labelled) };
}
