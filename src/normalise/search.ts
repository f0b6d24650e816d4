import { type LinePattern, linePattern } from '../line-pattern.ts';
import type { NormaliserRule } from './normaliser.ts';
import { keyPattern } from './place.ts';

/** What a rule hides of a text, as offsets into it. */
export interface Hidden {
  start: number;
  end: number;
}

/** A rule that is ready to look. */
export interface Search {
  readonly rule: NormaliserRule;
  /** In order, of plain text. Where it names columns these are keys of lines. */
  readonly inText: (text: string) => Hidden[];
  /** In order, of what stands at a place that the rule is for. */
  readonly inValue: (text: string) => Hidden[];
}

/** The group that limits what is hidden. */
const GROUP = 'volatile';

/** @throws TapeheadError BAD_PATTERN */
export function searchFor(rule: NormaliserRule): Search {
  const pattern = linePattern(rule.pattern);
  if (!rule.columns) {
    const find = (text: string): Hidden[] => matches(pattern, text);
    return { rule, inText: find, inValue: find };
  }
  const keys = linePattern(keyPattern(rule.columns));
  const inValue = (text: string): Hidden[] => {
    const start = text.search(/[^\s"]/);
    return start === -1 ? [] : inSlice(pattern, text, start, endOfValue(text, start, text.length));
  };
  return {
    rule,
    inText: (text) => inValues(keys, pattern, text),
    inValue,
  };
}

function inValues(keys: LinePattern, pattern: LinePattern, text: string): Hidden[] {
  const found: Hidden[] = [];
  for (let at = 0; at < text.length;) {
    const key = keys.find(text, at);
    if (!key) break;
    const start = key.index + key[0].length;
    const line = text.indexOf('\n', start);
    const end = line === -1 ? text.length : line;
    found.push(...inSlice(pattern, text, start, endOfValue(text, start, end)));
    at = Math.max(end, at + 1);
  }
  return found;
}

/** Without what ends a line of JSON, or of a .vmx file. */
function endOfValue(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && ENDS_VALUE.has(text[at - 1] ?? '')) at--;
  return at;
}

const ENDS_VALUE: ReadonlySet<string> = new Set([' ', '\t', '\r', '\n', '"', ',', ';']);

function inSlice(pattern: LinePattern, text: string, start: number, end: number): Hidden[] {
  const value = text.slice(start, end);
  return matches(pattern, value).map((one) => ({ start: one.start + start, end: one.end + start }));
}

function matches(pattern: LinePattern, text: string): Hidden[] {
  const group = pattern.groups.get(GROUP);
  const found: Hidden[] = [];
  for (let at = 0; at < text.length;) {
    const match = pattern.find(text, at);
    if (!match) break;
    const [whole] = match;
    const part = (group === undefined ? whole : match[group]) ?? '';
    const hidden = part === '' ? [] : occurrences(whole, part, match.index);
    found.push(...hidden);
    // The character behind what is hidden may be the one before the next.
    const end = match.index + whole.length;
    at = Math.max(hidden.at(-1)?.end ?? end, end - 1, match.index + 1);
  }
  return found;
}

/** Nobody can tell in linear time at which of its places the group was matched: it is hidden at all of them. */
function occurrences(text: string, part: string, offset: number): Hidden[] {
  const found: Hidden[] = [];
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) {
    found.push({ start: offset + at, end: offset + at + part.length });
  }
  return found;
}
