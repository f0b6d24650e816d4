import { type LinePattern, linePattern } from '../../line-pattern.ts';
import type { Captures } from '../match/matcher.ts';
import { partsOf } from '../actions/content.ts';

/** What a pattern matches within a line, and what is put in its place. */
export interface LineRewrite {
  pattern: LinePattern;
  /** One behind the other: bytes, or the numbers of groups. */
  replacement: readonly (Uint8Array | number)[];
  /** The same for `String.replace`; undefined where that could make far more of a text than it was. */
  template: string | undefined;
}

/** Beyond this, matches are replaced one by one: many in one step would take too much memory. */
const MOST_IN_TEMPLATE = 256;

/**
 * Made for each turn from what the match of the hook captured; `${name}` is that, or a group of the pattern's own.
 *
 * @throws TapeheadError BAD_PATTERN
 */
export function lineRewrite(source: string, text: string): (captures: Captures) => LineRewrite {
  const pattern = linePattern(source);
  const parts = partsOf(text);
  return (captures) => {
    const replacement = parts.map((part) =>
      'name' in part ? (pattern.groups.get(part.name) ?? captures.get(part.name) ?? NOTHING) : part,
    );
    return { pattern, replacement, template: templateOf(replacement) };
  };
}

function templateOf(replacement: LineRewrite['replacement']): string | undefined {
  const template = replacement.map((part) =>
    typeof part === 'number'
      ? `$${String(part).padStart(2, '0')}`
      : Buffer.from(part).toString('latin1').replaceAll('$', '$$$$'),
  );
  const hasAll = replacement.every((part) => typeof part !== 'number' || part < 100);
  const text = template.join('');
  return hasAll && text.length <= MOST_IN_TEMPLATE ? text : undefined;
}

const NOTHING = new Uint8Array();
