import type { Asked } from '../invocation.ts';

/**
 * What executing does to a host. `mutating`: it changes it, or nobody knows that it does not; the reason
 * says which word tells, or that none does.
 */
export type Effect = { kind: 'read-only' } | { kind: 'mutating'; reason: string };

/** What is known of a kind of host. */
export interface Profile {
  name: string;
  /** Pure, and on the safe side: an unknown command is mutating. */
  effectOf(asked: Asked): Effect;
}
