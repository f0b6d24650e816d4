import type { EndSpec } from '../actions/spec.ts';

type Output = 'stdout' | 'stderr';

/**
 * Something that is broken on purpose. `refuse` and `hang` answer by themselves; the others shape whatever
 * answers.
 */
export type FaultSpec =
  /** Before the first that is said. */
  | { latency: string | Distribution; seed?: number }
  /** Bytes in a second, of both streams together: `10 kB/s`. */
  | { trickle: string }
  | { truncate: { stream: Output; after: number; inside?: 'character' }; then?: EndSpec }
  /** Chunks end inside a character of several bytes. */
  | { cut: { stream: Output } }
  /** `chance`: of each chunk, or of each byte, from 0 to 1. */
  | { duplicate: { stream: Output; chance: number }; seed?: number }
  | { corrupt: { stream: Output; chance: number }; seed?: number }
  /** So many bytes of noise before the first that is said. */
  | { flood: { stream: Output; bytes: number } }
  /** Nothing comes any more, until it is killed: at once, or after so many bytes. */
  | { hang: true | { after: number } }
  | { exit: number }
  | { signal: string }
  | { status: 'none' }
  /** The client's connection breaks after so many bytes of output. */
  | { drop: { after: number } }
  /** Authentication and channels are refused before anything is asked: such a hook matches by door, origin and user alone. */
  | { refuse: 'authentication' | 'channel' | 'execution' }
  | { stdin: 'unread' };

/** Times such as `20ms`. */
export type Distribution =
  | { uniform: readonly [from: string, to: string] }
  | { normal: { mean: string; deviation: string } }
  | { exponential: { mean: string } };
