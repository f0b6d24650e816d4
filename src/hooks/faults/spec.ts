import type { EndSpec } from '../actions/spec.ts';

type Output = 'stdout' | 'stderr';

/**
 * Something that is broken on purpose. `refuse` and `hang: true` answer by themselves; the others shape whatever
 * answers. What is drawn at random depends on the seed, the hook and the number of its turn in the origin alone.
 */
export type FaultSpec =
  /** Before the first that is said. */
  | { latency: string | Distribution; seed?: number }
  /** Bytes in a second, of both streams together: `500 B/s`, `10 kB/s`, `1 MB/s`. */
  | { trickle: string }
  /**
   * What is said after so many bytes of the stream is lost; `inside`: the first place from there on that is inside a
   * character of UTF-8. With `then` it ends there and so, and whoever answers is cancelled.
   */
  | { truncate: { stream: Output; after: number; inside?: 'character' }; then?: EndSpec }
  /** Chunks end inside a character of several bytes, and the rest of them comes a moment later. */
  | { cut: { stream: Output } }
  /** `chance` that a byte comes twice, or as another one: from 0 to 1. Where, the chunks have no say in. */
  | { duplicate: { stream: Output; chance: number }; seed?: number }
  | { corrupt: { stream: Output; chance: number }; seed?: number }
  /** So many bytes of noise before the first that is said. */
  | { flood: { stream: Output; bytes: number } }
  /** Nothing comes any more, until it is killed: at once, or after so many bytes of both streams together. */
  | { hang: true | { after: number } }
  | { exit: number }
  | { signal: string }
  | { status: 'none' }
  /** The client's connection breaks after so many bytes of output, of both streams together. */
  | { drop: { after: number } }
  /** Authentication and channels are refused before anything is asked: such a hook matches by door, origin and user alone. */
  | { refuse: 'authentication' | 'channel' | 'execution' }
  | { stdin: 'unread' };

/** Times such as `20ms`. */
export type Distribution =
  | { uniform: readonly [from: string, to: string] }
  | { normal: { mean: string; deviation: string } }
  | { exponential: { mean: string } };
