import type { VolatilePart } from './normalising.ts';

/** A text with the labels of its volatile parts in their places. */
export function masked(text: string, parts: readonly VolatilePart[]): string {
  let shown = '';
  let at = 0;
  for (const { start, end, label } of parts) {
    shown += text.slice(at, start) + label;
    at = end;
  }
  return shown + text.slice(at);
}
