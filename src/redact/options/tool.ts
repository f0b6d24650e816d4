import type { ShellToken } from '../shell-tokens.ts';

/** A secret in a word: its place there, and its text as the shell gives it to the command. */
export interface Place {
  start: number;
  end: number;
  text: string;
  class: string;
}

/** What of a command line is secret, a word after the other. */
export interface Tool {
  /** @param before the word before it, if that is of the same command */
  secretsIn(word: ShellToken, before: string | undefined): readonly Place[];
  /** That word was none with a secret. */
  passed?(text: string): void;
}
