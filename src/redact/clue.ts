import type { Found } from './rule.ts';

/** A word that stands before secrets, or that they begin with, and what then is one. */
export interface Clue {
  /** Three bytes or more, in lower case; they are found in any case. */
  words: readonly string[];
  /**
   * What is secret on a line, bytes as latin1, where one of the words is at `at`. Looks at most `NAME` bytes before
   * the word, and in linear time; what it finds lies behind that.
   */
  secretsAt(line: string, at: number): readonly Found[];
  /** Whether a word is there, rather than a part of a longer one. Default: always. */
  isAt?(line: string, at: number): boolean;
  /** So many bytes behind the word, as far as the line goes, it has looked at for all of its words. */
  reach?: number;
}

/** So many bytes before a word belong to what it is part of. */
export const NAME = 64;

/** How long a line is waited for, in bytes; of a longer one, a secret is found as long as that. */
export const LONGEST_LINE = 16 * 1024;

/** One secret at a place of a line. */
export const one = (secretClass: string, start: number, text: string, value?: string): Found[] =>
  text === ''
    ? []
    : [
        {
          start,
          end: start + text.length,
          class: secretClass,
          ...(value !== undefined && value !== text && { value: Buffer.from(value, 'latin1') }),
        },
      ];

/** What the expression, which is sticky, finds at a place. */
export function matchAt(expression: RegExp, line: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(line);
}

const WORD = /\w/;

/** Whether a word may begin there: no letter, digit or _ is before it. */
export const startsWord = (line: string, at: number): boolean => at === 0 || !WORD.test(line[at - 1] ?? '');
