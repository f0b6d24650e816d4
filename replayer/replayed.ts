import type { Outcome } from '../src/outcome.ts';
import type { Stdio } from '../src/stdio.ts';

/** What became of looking for a recording. */
export type Replayed =
  | ({ kind: 'played'; file: string; index: number; outcome: Outcome | undefined } & Normalisers)
  /**
   * `sent`: output bytes that had gone out before. `untouched`: the client as it was, if nothing had, and if its
   * stdin was not too long to be kept (`spent`).
   */
  | {
      kind: 'miss';
      why: () => string | Promise<string>;
      sent: number;
      spent: boolean;
      untouched: Stdio | undefined;
    };

export interface Normalisers {
  /** Those by which something else that was asked counted as this; absent where none did. */
  normalisers?: readonly string[];
}
