/** A regular expression, found anywhere in the text unless anchored; its named groups are captured. */
export interface PatternSpec {
  pattern: string;
}

/** A glob, or a pattern. */
export type TextSpec = string | PatternSpec;

/** An argument: itself, `*` for any one, `**` for any number of them. */
export type ArgSpec = string | PatternSpec | { literal: string };

/** Which invocations a hook is meant for: all that is said has to be so. Nothing said: every invocation. */
export interface MatchSpec {
  /** Glob: without a slash of the command name, else of the path that was executed. */
  target?: string;
  /** Arguments in order; or each of a set somewhere, and no others unless `**` is among them. */
  args?: readonly ArgSpec[] | { set: readonly ArgSpec[] };
  /** The command of an invocation by a shell, be it simple or not. */
  shell?: TextSpec;
  /** A shell session that was asked for, or not. */
  session?: boolean;
  subsystem?: string;
  origin?: TextSpec;
  user?: TextSpec;
  door?: 'ssh' | 'shim';
  /** Of any ancestor's executable, or of its argv joined by blanks. */
  invoker?: TextSpec;
  /** Of variables that came; null: it did not. */
  env?: Readonly<Record<string, TextSpec | null>>;
  cwd?: string;
  tty?: boolean;
}
