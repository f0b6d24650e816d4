import type { OutputStream } from '../compare/difference.ts';

/** A named rule that hides a volatile part from diffing. */
export interface Normaliser {
  readonly name: string;
  /** What stands for a hidden part: `<label>`. */
  readonly label: string;
  /** Whether equal values must stay equal (ids), or any value stands for any other (times). */
  readonly identity: boolean;
  readonly rules: readonly NormaliserRule[];
}

/** Where a normaliser looks, and for what. It is for all that it is not restricted from. */
export interface NormaliserRule {
  /** In linear time; `^` and `$` stand for the ends of lines. What the group `volatile` holds is hidden, or all of it. */
  readonly pattern: string;
  /** As {@link commandFits} has them. */
  readonly commands?: readonly string[];
  readonly stream?: OutputStream | 'stdin';
  /**
   * Headers of columns and keys, as {@link nameFits} has them; the pattern then sees the value alone, without the
   * blanks and quotes about it. In plain text these are lines of `key: value` and `key = value`.
   */
  readonly columns?: readonly string[];
  /** Globs over paths of JSON and XML, as {@link pathFits} has them. */
  readonly paths?: readonly string[];
}

/** A rule that comes with tapehead: it finds nothing across lines. */
export interface BuiltInRule extends NormaliserRule {
  /**
   * An expression that is found, quickly, in any line that has a match: it begins with a character that is rare. It need not run in
   * linear time, and so may look behind. Without one every line is looked at, as are keys of `columns`.
   */
  readonly trigger?: string;
}

/** A normaliser that comes with tapehead. */
export interface BuiltIn extends Normaliser {
  readonly rules: readonly BuiltInRule[];
  /** What is hidden, for people; a phrase. */
  readonly hides: string;
  /** Where it is restricted, for people; empty where it is not. */
  readonly where: string;
  /** Whether it is on unless told otherwise. */
  readonly isOn: boolean;
}
