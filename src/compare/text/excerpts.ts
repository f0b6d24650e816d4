import type { Changes } from './changes.ts';
import type { Lines } from './lines.ts';
import { commonHead, commonTail } from './window.ts';

/** Two lines around where they differ. Latin1. */
export function excerpts(
  changes: Changes,
  recorded: number,
  current: number,
  most: number,
): { recorded: string; current: string } {
  const { head } = sameEnds(changes, recorded, current);
  const from = head > most / 8 ? head - LEAD : 0;
  const cut = (lines: Lines, line: number): string =>
    `${from > 0 ? '...' : ''}${lines.text(line, from, most)}`;
  return { recorded: cut(changes.recorded, recorded), current: cut(changes.current, current) };
}

/** Bytes that are shown before the first that differs. */
const LEAD = 60;

/** Bytes at the start and end of two lines that are the same. */
export function sameEnds(
  { recorded: was, current: is }: Changes,
  recorded: number,
  current: number,
): { head: number; tail: number } {
  const a = was.bytes.subarray(was.start(recorded), was.textEnd(recorded));
  const b = is.bytes.subarray(is.start(current), is.textEnd(current));
  const head = commonHead(a, b);
  return { head, tail: commonTail(a, b, head) };
}
