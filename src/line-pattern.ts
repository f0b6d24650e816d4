import { compile } from './pattern.ts';

/** A pattern for lines, which are bytes decoded as latin1: `^` and `$` stand for the ends of each. */
export interface LinePattern {
  /** Whether no match reaches beyond its line, so that many may be searched at once. */
  readonly staysInLine: boolean;
  /** The numbers of named groups. */
  readonly groups: ReadonlyMap<string, number>;
  /** The first match at `from` or behind it: as a whole, then what its groups hold. */
  find(text: string, from: number): RegExpExecArray | null;
  /** As `String.replace` does it with all matches. */
  replace(text: string, template: string): string;
}

/** @throws TapeheadError BAD_PATTERN */
export function linePattern(source: string): LinePattern {
  compile(source, 'gm'); // for what is wrong with it, as it was written
  const { confined, groups } = confine(source);
  const compiled = compile(confined, 'gm');
  return {
    staysInLine: !MAY_MEET_LF.test(source),
    groups,
    find(text, from) {
      compiled.lastIndex = from;
      return compiled.exec(text);
    },
    replace: (text, template) => text.replace(compiled, template),
  };
}

/** What may match an LF, even where what follows is done to it: one that is named, and classes from one character to another. */
const MAY_MEET_LF = /\\(?:[nxuc0-9]|[tb]-)|\p{Cc}|\(\?[^:<]/u;

/**
 * The same pattern where no class matches an LF, and without names: V8 makes an object of named groups for every
 * match, which takes longer than to find it.
 */
function confine(source: string): { confined: string; groups: Map<string, number> } {
  const groups = new Map<string, number>();
  let confined = '';
  let isInClass = false;
  let count = 0;
  for (let i = 0; i < source.length; i++) {
    const char = source[i] as string;
    if (char === '\\') {
      const escape = `\\${source[++i] ?? ''}`;
      confined += (isInClass ? IN_CLASS : ALONE)[escape] ?? escape;
    } else if (isInClass) {
      confined += char;
      isInClass = char !== ']';
    } else if (char === '[') {
      isInClass = true;
      const isNegated = source[i + 1] === '^';
      confined += isNegated ? String.raw`[^\n` : '[';
      if (isNegated) i++;
    } else if (char === '(') {
      const [named = '', name] = /^\?<([^>]*)>/.exec(source.slice(i + 1)) ?? [];
      if (name !== undefined) groups.set(name, count + 1);
      if (name !== undefined || source[i + 1] !== '?') count++;
      confined += '(';
      i += named.length;
    } else confined += char;
  }
  return { confined, groups };
}

/** Classes that have an LF in them, without it; of latin1. */
const ALONE: Record<string, string> = {
  [String.raw`\s`]: String.raw`[^\S\n]`,
  [String.raw`\W`]: String.raw`[^\w\n]`,
  [String.raw`\D`]: String.raw`[^\d\n]`,
};
const IN_CLASS: Record<string, string> = {
  [String.raw`\s`]: String.raw`\t\v\f\r \xa0`,
  [String.raw`\W`]: String.raw`\0-\x09\x0b-/:-@[-^\x60{-\xff`,
  [String.raw`\D`]: String.raw`\0-\x09\x0b-/:-\xff`,
};
