import type { Pattern } from './pattern.ts';

/** A part of some bytes that stands for a class of values: a redacted secret, or a volatile part. */
export interface MaskRange {
  start: number;
  end: number;
  label: string;
}

/** The label of what a `--volatile` pattern matched. */
export const VOLATILE = '?';

/**
 * The bytes with each range replaced by NUL, its label, NUL. Where ranges overlap the one that starts
 * first wins, whole. Without ranges the very same bytes come back.
 */
export function mask(bytes: Uint8Array, ranges: readonly MaskRange[]): Uint8Array {
  if (ranges.length === 0) return bytes;
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    if (range.start < at) continue;
    parts.push(bytes.subarray(at, range.start), Buffer.from(`\0${range.label}\0`));
    at = range.end;
  }
  parts.push(bytes.subarray(at));
  return Buffer.concat(parts);
}

/** Masks what the patterns match; the very same bytes come back where none does. */
export function maskVolatile(bytes: Uint8Array, volatile: readonly Pick<Pattern, 'ranges'>[]): Uint8Array {
  if (volatile.length === 0) return bytes;
  const ranges = volatile.flatMap((pattern) =>
    pattern.ranges(bytes).map(([start, end]) => ({ start, end, label: VOLATILE })),
  );
  return mask(bytes, ranges);
}
