import type { MatchingOptions, PlayingOptions } from '../deck-options.ts';
import type { HookSet } from '../hooks/hook-set.ts';
import type { MatchingRule } from '../normalise/in-matching.ts';
import type { Paths } from './paths.ts';

/** How recordings are found and played; `normalise`: rules of normalisers that take part. */
export type Matching = MatchingOptions & PlayingOptions & { normalise?: readonly MatchingRule[] };

/** What an image has brought along: the same for all origins that run in it. */
export interface Image {
  readonly name: string;
  /** Their turns come behind those of the deck's own, and of `after` hooks before: nearer than an image is everybody. */
  readonly hooks: HookSet;
  /** How recordings are found, with what the deck says of it; undefined: as the deck finds them. */
  readonly matching: Matching | undefined;
  readonly paths: Paths;
}
