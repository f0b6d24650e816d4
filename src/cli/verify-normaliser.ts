import type { Difference } from '../compare/difference.ts';
import type { VerifiedRecording } from '../verified.ts';

/**
 * A manifest with a proposed normaliser for each value that has changed, to be looked at by a person; undefined where
 * nothing but values can be hidden.
 */
export function normaliserFor({ name, differences }: VerifiedRecording): string | undefined {
  const rules = differences.filter(isValue).map((difference) => ({
    name: `${name} ${difference.path}`.trim(),
    pattern: patternFor(difference.recorded, difference.current),
    command: name,
    stream: difference.field,
  }));
  if (rules.length === 0) return undefined;
  const [most, ...rest] = [rules.slice(0, MOST), rules.slice(MOST)];
  const lines = (most ?? []).flatMap((rule) =>
    Object.entries(rule).map(([key, value], i) => `  ${i === 0 ? '-' : ' '} ${key}: ${quoted(value)}`),
  );
  return `${['normalisers:', ...lines, ...(rest.flat().length > 0 ? ['  # and more'] : [])].join('\n')}\n`;
}

const MOST = 10;

type Changed = Difference & { recorded: string; current: string };

const isValue = (difference: Difference): difference is Changed =>
  difference.kind === 'changed' &&
  difference.severity === 'value' &&
  difference.recorded !== undefined &&
  difference.current !== undefined;

/** What both begin and end with, and between them the narrowest class that both are of. */
function patternFor(a: string, b: string): string {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  // Of a word all of it is volatile: its first letters were equal by chance.
  while (start > 0 && /\w/.test(a[start - 1] ?? '')) start--;
  while (end > 0 && /\w/.test(a.at(-end) ?? '')) end--;
  const middles = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const between = CLASSES.find(([class_]) => middles.every((text) => class_.test(text)))?.[1] ?? '.*';
  return `${escaped(a.slice(0, start))}${between}${escaped(end === 0 ? '' : a.slice(-end))}`;
}

const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^\d+$/, String.raw`\d+`],
  [/^[0-9a-f]+$/i, '[0-9A-Fa-f]+'],
  [/^\w+$/, String.raw`\w+`],
  [/^\S+$/, String.raw`\S+`],
];

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

/** A scalar of YAML between single quotes, in which nothing else means anything; control characters are written out. */
const quoted = (text: string): string =>
  `'${text.replace(/\p{Cc}/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`).replaceAll("'", "''")}'`;
