import type { Invoker } from '../../caller.ts';
import type { AskingProcess } from '../../calls.ts';
import type { Invocation } from '../../invocation.ts';

/** What patterns have captured, by name. */
export type Captures = ReadonlyMap<string, Uint8Array>;

/** An invocation as far as matchers look at it: one that is over has no process behind it any more. */
export type LookedInvocation = Omit<Invocation, 'caller' | 'modified'> & {
  caller?: AskingProcess;
};

/** What a matcher looks at. */
export interface Looked {
  invocation: LookedInvocation;
  /** Its words: an argv, or those of a simple shell string; undefined for all else. */
  argv: readonly Uint8Array[] | undefined;
  /** Those of the caller, where a matcher needs them and the door knows. */
  invokers: readonly Invoker[] | undefined;
}

/** That it matches, or why it does not. */
export type Match = { captures: Captures } | { why: string };

/** Decides whether a hook is meant. Pure. */
export interface Matcher {
  /** The one command name that it can match; undefined where it is not bound to one. */
  readonly commandName: string | undefined;
  readonly needsInvokers: boolean;
  match(looked: Looked): Match;
}
