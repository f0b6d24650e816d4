import type { Invocation } from '../invocation.ts';
import type { Outcome } from '../outcome.ts';
import type { Stdio } from '../stdio.ts';

/** A model of a kind of host that answers what was not recorded: each origin has a host of its own. */
export interface AnsweringProfile extends AsyncDisposable {
  readonly name: string;
  /**
   * Undefined for what no such host has, or what it takes a shell to run. `isLast`: nobody else has an answer, and it may
   * say as the host would that there is no such command.
   */
  answering(invocation: Invocation, isLast?: boolean): Promise<Answering | undefined>;
  /** Why it answers no such thing, for the end of a sentence. */
  whyNot(invocation: Invocation): string;
  /** The hosts of one origin, or of all, are as at the start. */
  reset(origin?: string): void;
  /** The host of an origin, as it is now: data, of which {@link AnsweringProfile.imported} makes the same host. */
  exported(origin: string): Promise<object>;
  /** Another host stands for the origin, as described. @throws TapeheadError BAD_HOST */
  imported(origin: string, description: unknown): Promise<void>;
}

/** Executes it and has the client told all of it, to the outcome. */
export type Answering = (stdio: Stdio) => Promise<Modelled>;

/** How it ended. */
export interface Modelled {
  /** Undefined where the client went away before. */
  outcome: Outcome | undefined;
  /** What was asked for that a real host may have, and the profile does not. */
  notImplemented?: string | undefined;
}
