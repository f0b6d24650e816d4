import type { Difference, StreamDiff } from '../compare/difference.ts';
import type { VerifiedRecording } from '../verified.ts';

/** A sign for each kind of difference, that needs no colour. */
export const KIND_SIGN: Readonly<Record<Difference['kind'], string>> = {
  added: '+',
  removed: '−',
  changed: '~',
  'type-changed': '≠',
  order: '↕',
};

/** A sign for each verdict. */
export const VERDICT_SIGN: Readonly<Record<VerifiedRecording['verdict'], string>> = {
  drift: '≠',
  'could not check': '?',
  'same after normalising': '≈',
  same: '=',
  'not run': '–',
};

/** `a.cassette#3`: recordings count from 1 where people read. */
export const nameOf = ({ cassette, index }: Pick<VerifiedRecording, 'cassette' | 'index'>): string =>
  `${cassette}#${index + 1}`;

/** A difference on one line: `~ stdout vmnic1 › MTU: 1500 → 9000`. Nothing in it is escaped. */
export function differenceText({ field, path, kind, recorded, current }: Difference): string {
  const what = `${KIND_SIGN[kind]} ${field}${path === '' ? '' : ` ${path}`}${KIND_NOTE[kind] ?? ''}`;
  const values = [recorded, current].filter((value) => value !== undefined).join(' → ');
  return values === '' ? what : `${what}: ${values}`;
}

const KIND_NOTE: Partial<Record<Difference['kind'], string>> = {
  'type-changed': ' (another type)',
  order: ' (another order)',
};

/** The lines of a stream's diff as a unified diff has them, hunk headers included. Nothing in them is escaped. */
export function* unifiedLines({ hunks, leftOut }: StreamDiff): Generator<string> {
  for (const { recordedStart, currentStart, lines } of hunks) {
    yield `@@ -${recordedStart} +${currentStart} @@`;
    for (const { kind, parts } of lines) yield `${SIGN[kind]}${parts.map(({ text }) => text).join('')}`;
  }
  if (leftOut > 0) yield `@@ ${leftOutText(leftOut)} @@`;
}

const SIGN = { same: ' ', removed: '-', added: '+' } as const;

export const leftOutText = (lines: number): string =>
  lines === 1 ? '1 more line is not shown' : `${lines} more lines are not shown`;

/** µs as a person reads it: `850 µs`, `42 ms`, `3.1 s`, `2 min 5 s`. */
export function durationText(microseconds: number): string {
  if (microseconds < 1_000) return `${Math.round(microseconds)} µs`;
  if (microseconds < 1_000_000) return `${Math.round(microseconds / 1_000)} ms`;
  const seconds = microseconds / 1_000_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `slower: 4.2 s, 300 ms recorded`; undefined where the duration is near the recorded one. */
export function paceText({
  pace,
  duration,
}: Pick<VerifiedRecording, 'pace' | 'duration'>): string | undefined {
  if (pace === undefined || duration.current === undefined) return undefined;
  return `${pace}: ${durationText(duration.current)}, ${durationText(duration.recorded)} recorded`;
}
