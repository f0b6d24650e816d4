import type { Clock } from '../clock.ts';
import type { Hook } from '../hooks/hook.ts';
import type { AnsweringProfile } from '../profiles/answering.ts';
import type { CallFeed } from './call-feed.ts';

/** What the control API drives: a running deck, as it is wired in src/open-control.ts. */
export interface Controlled {
  /** Of tapehead. */
  readonly version: string;
  /** In the order registered. */
  hooks(): readonly Hook[];
  /** Those that images have brought along, with the origins that they are for, in the order these called. */
  imageHooks(): readonly { hook: Hook; image: string; origins: readonly string[] }[];
  /** @throws TapeheadError BAD_HOOK, BAD_PATTERN, NOT_ALLOWED; Refusal 409 */
  addHook(data: unknown): Promise<Hook>;
  /** Whether it was there. */
  removeHook(name: string): boolean;
  /** Those that a hook has set. */
  states(): readonly { origin: string; of: string; state: string }[];
  /** Recordings, hooks, states and hosts of a profile begin anew, in one origin or in all of them. */
  reset(origin: string | undefined): void;
  /** The model of a host that answers, if one does. */
  readonly profile: AnsweringProfile | undefined;
  /** In playing order. */
  cassettes(): readonly CassetteState[];
  /** @throws TapeheadError NO_CASSETTE, CASSETTE_…; Refusal 409 */
  insert(path: string): CassetteState;
  /** Whether it was there. @throws Refusal 409 */
  eject(path: string): boolean;
  readonly calls: CallFeed;
  readonly clock: Clock;
}

/** A cassette that is in. */
export interface CassetteState {
  path: string;
  recordings: number;
  /** Recordings that were played, by whatever origin. */
  played: number;
}
