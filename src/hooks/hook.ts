import type { Trouble } from '../calls.ts';
import type { Invocation, Modified } from '../invocation.ts';
import type { Outcome } from '../outcome.ts';
import type { Stdio } from '../stdio.ts';
import type { Matcher, Captures } from './match/matcher.ts';
import type { Stage } from './refusal.ts';

/** The point of an answer's flow at which a hook has its turn. */
export type When = 'before' | 'miss' | 'after';

/** One turn of a hook: what it was taken for. */
export interface Turn {
  /** As the hooks before it have left it. */
  invocation: Invocation;
  /** As the door has it: where it is the very one that an action is given, nothing stands between the two. */
  client: Stdio;
  captures: Captures;
  /** Counts the turns of this hook in this origin, from 1. */
  number: number;
  /** Says something of the call in the log, also when it is over. */
  log: (message: string) => void;
}

/** What an action has done with an answer: settled it, or let it flow on, changed perhaps. */
export type Step =
  | {
      kind: 'answered';
      from: 'hook' | 'fault' | 'passthrough';
      outcome: Outcome | undefined;
      failure?: string;
      /** Of what was run, where the action has changed more of it than those before. */
      modified?: Modified;
      /** Why it ended badly, when the client had been told too much to be told of it. */
      trouble?: Trouble;
    }
  | {
      kind: 'on';
      invocation: Invocation;
      stdio: Stdio;
      /** Gives what is held back, when the answer is over. */
      over?: () => Promise<void>;
      /** Told when nothing more can come of the answer, however it went. */
      end?: () => void;
    };

/** One thing that a hook does. It may wrap the client, change what is asked, or be the answer. */
export type Action = (turn: Turn, stdio: Stdio) => Step | Promise<Step>;

/** What a turn is before the flow has added where it stands. */
export type Taken = Pick<Turn, 'captures' | 'number'>;

/** A state that a hook needs, and the one it sets, of one of the things that a test tells apart by name. */
export interface StateRule {
  of: string;
  needs: string | undefined;
  sets: string | undefined;
}

/** A rule that is registered with a deck. */
export interface Hook {
  /** Unique within a deck. */
  readonly name: string;
  readonly when: When;
  /** 0 is the image's, and the higher the nearer to the test, whose before and miss hooks come first. */
  readonly layer: number;
  readonly matcher: Matcher;
  /** Of the invocations that match, from 1: those it acts on. Empty: all. */
  readonly nth: readonly number[];
  /** How often it acts in one origin. */
  readonly times: number;
  readonly state: StateRule | undefined;
  /** In order: those that wrap the client from the last to the first, so that output meets the first of them first. */
  readonly actions: readonly Action[];
  /** What it has a door refuse before anything is asked; then that is all it does. */
  readonly refuses?: Stage;
  /** Whether it may run programs: code, a program, an original. */
  readonly executes?: boolean;
  /** As it was given, for lists; undefined where it is code. */
  readonly spec: unknown;
}
