import type { ActionSpec } from './actions/spec.ts';
import type { MatchSpec } from './match/spec.ts';
import type { When } from './hook.ts';

/** A hook as data: in a manifest, over the control API, or in code. */
export interface HookSpec {
  /** Unique within a deck. Default: a number. */
  name?: string;
  /** Default: every invocation. */
  match?: MatchSpec;
  /** Default `miss`. */
  when?: When;
  /** Of the invocations that match, from 1: those it acts on. Default: all. */
  nth?: number | readonly number[];
  /** How often it acts in an origin; then it is as if it were not there. */
  times?: number;
  /**
   * As a scenario of WireMock's: it acts only where the thing `of` is in the state `needs`, and puts it into `sets`.
   * Everything is in the state `start` first.
   */
  state?: { of: string; needs?: string; sets?: string };
  /** In this order; what answers comes last. */
  do: ActionSpec | readonly ActionSpec[];
}
