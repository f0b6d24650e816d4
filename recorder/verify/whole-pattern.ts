import { compile } from '../../src/pattern.ts';

/** A pattern of the user's for the whole text of what was asked: what is allowed by it holds nothing else. */
export interface WholePattern {
  readonly source: string;
  matches(text: string): boolean;
}

/** @throws TapeheadError BAD_PATTERN */
export function wholePattern(source: string): WholePattern {
  compile(source, ''); // for what is wrong with it, as it was written
  const whole = compile(`^(?:${source})$`, '');
  return { source, matches: (text) => whole.test(text) };
}
