import type { Missed } from '../src/answer.ts';
import type { Outcome } from '../src/outcome.ts';

/** What became of looking for a recording. */
export type Replayed =
  ({ kind: 'played'; file: string; index: number; outcome: Outcome | undefined } & Normalisers) | Missed;

export interface Normalisers {
  /** Those by which something else that was asked counted as this; absent where none did. */
  normalisers?: readonly string[];
}
