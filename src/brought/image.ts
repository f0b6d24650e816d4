import type { ReplayOptions } from '../../replayer/options.ts';
import type { HookSet } from '../hooks/hook-set.ts';
import type { Paths } from './paths.ts';

/** What an image has brought along: the same for all origins that run in it. */
export interface Image {
  readonly name: string;
  /** Their turns come behind those of the deck's own, and of `after` hooks before: nearer than an image is everybody. */
  readonly hooks: HookSet;
  /** How recordings are found, with what the deck says of it; undefined: as the deck finds them. */
  readonly matching: ReplayOptions | undefined;
  readonly paths: Paths;
}
