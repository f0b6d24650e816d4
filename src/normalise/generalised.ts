/**
 * A pattern, in linear time, for values such as these: what all of them begin and end with, whole words of it, and between
 * the narrowest class that they are of, which is the group `volatile`. Values may be excerpts, with `…` at an end.
 */
export function generalised(excerpts: readonly string[], inLine = true): string {
  const values = excerpts.map((one) => one.replaceAll(/^…|…$/g, ''));
  const [first = '', ...others] = values;
  let start = first.length;
  let end = first.length;
  for (const other of others) {
    let i = 0;
    while (i < Math.min(start, other.length) && first[i] === other[i]) i++;
    start = i;
    let j = 0;
    while (j < Math.min(end, other.length) && first.at(-1 - j) === other.at(-1 - j)) j++;
    end = j;
  }
  end = Math.min(end, ...values.map(({ length }) => length - start));
  // Of a word all of it varies: its first letters were equal by chance.
  while (start > 0 && WORD.test(first[start - 1] ?? '')) start--;
  while (end > 0 && WORD.test(first.at(-end) ?? '')) end--;
  const middles = values.map((value) => value.slice(start, value.length - end));
  const between = CLASSES.find(([class_]) => middles.every((text) => class_.test(text)))?.[1] ?? '.*';
  if (!inLine && start === 0 && end === 0) return between;
  return `${escaped(first.slice(0, start))}(?<volatile>${between})${escaped(end === 0 ? '' : first.slice(-end))}`;
}

const WORD = /[\w.]/;

const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^\d+$/, '[0-9]+'],
  [/^-?\d+(?:\.\d+)?$/, String.raw`-?[0-9]+(?:\.[0-9]+)?`],
  [/^[0-9a-f]+$/, '[0-9a-f]+'],
  [/^[0-9A-F]+$/, '[0-9A-F]+'],
  [/^\w+$/, String.raw`\w+`],
  [/^\S+$/, String.raw`\S+`],
];

const escaped = (text: string): string =>
  text
    .replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replaceAll(/\p{Cc}/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
    // Patterns see bytes, of which such a character has several.
    .replaceAll(/[^\0-\x7f]+/g, String.raw`[\x80-\xff]+`);

/** Letters and digits, and long: not a count, and not a word. */
export const looksLikeId = (value: string): boolean =>
  value.length >= 8 && /^[\w.:-]+$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value);
