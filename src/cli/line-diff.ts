import { formatPatch, structuredPatch } from 'diff';

/** Text longer than this (in characters) is not held in memory for a diff; its first difference is told. */
const LONGEST_TEXT = 4 * 1024 * 1024;

/** Edits after which texts have too little in common for a diff to be of use, or quick. */
const MOST_EDITS = 2_000;

/** A text whose lines can be gone through more than once, and its name. */
export interface NamedText {
  name: string;
  lines(): Iterable<string>;
}

/** A text that is not there. */
export const NOTHING: NamedText = { name: '/dev/null', lines: () => [] };

/** The unified diff of two texts; undefined where they are the same. */
export function lineDiff(a: NamedText, b: NamedText): string | undefined {
  const first = firstDifference(a, b);
  if (!first) return undefined;
  const [left, right] = [wholeText(a), wholeText(b)];
  if (left === undefined || right === undefined) return onlyFirst(a, b, first);
  const options = { context: 3, maxEditLength: MOST_EDITS };
  const patch = structuredPatch(a.name, b.name, left, right, undefined, undefined, options);
  return patch ? formatPatch(patch).replace(/^=+\n/, '') : replaced(a, b);
}

interface Difference {
  /** Counts from 1. */
  line: number;
  a: string | undefined;
  b: string | undefined;
}

function firstDifference(a: NamedText, b: NamedText): Difference | undefined {
  const [left, right] = [a.lines()[Symbol.iterator](), b.lines()[Symbol.iterator]()];
  for (let line = 1; ; line++) {
    const [l, r] = [left.next(), right.next()];
    if (l.done && r.done) return undefined;
    const [here, there] = [l.done ? undefined : l.value, r.done ? undefined : r.value];
    if (here !== there) {
      left.return?.();
      right.return?.();
      return { line, a: here, b: there };
    }
  }
}

function wholeText(named: NamedText): string | undefined {
  let text = '';
  for (const line of named.lines()) {
    text += `${line}\n`;
    if (text.length > LONGEST_TEXT) return undefined;
  }
  return text;
}

function replaced(a: NamedText, b: NamedText): string {
  const [left, right] = [[...a.lines()], [...b.lines()]];
  return [
    `--- ${a.name}\n+++ ${b.name}\n@@ -1,${left.length} +1,${right.length} @@\n`,
    ...left.map((line) => `-${line}\n`),
    ...right.map((line) => `+${line}\n`),
  ].join('');
}

function onlyFirst(a: NamedText, b: NamedText, { line, a: here, b: there }: Difference): string {
  const side = (text: string | undefined, sign: string): string =>
    text === undefined ? '' : `${sign}${text}\n`;
  const count = (text: string | undefined): string => `${line},${text === undefined ? 0 : 1}`;
  return (
    `--- ${a.name}\n+++ ${b.name}\n@@ -${count(here)} +${count(there)} @@ only the first difference: too much for a whole diff\n` +
    side(here, '-') +
    side(there, '+')
  );
}
