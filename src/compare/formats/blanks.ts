// By hand, since / +$/ takes quadratic time on blanks that are not at the end.

/** How many blanks a text ends with. */
export function blanksAtEnd(text: string): number {
  let end = text.length;
  while (end > 0 && text[end - 1] === ' ') end--;
  return text.length - end;
}

export const withoutBlanksAtEnd = (text: string): string => text.slice(0, text.length - blanksAtEnd(text));

/** How many blanks a text begins with. */
export function blanksAtStart(text: string): number {
  let start = 0;
  while (text[start] === ' ') start++;
  return start;
}
