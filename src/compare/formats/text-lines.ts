/** Lines without their ends and without the blank ones at the end, which the layout has. */
export interface TextLines {
  lines: readonly string[];
  layout: string;
}

/** Undefined where line ends are mixed, or a carriage return is one alone. */
export function textLines(text: string): TextLines | undefined {
  const isCrlf = text.includes('\r\n');
  const unix = isCrlf ? text.replaceAll('\r\n', '\n') : text;
  if (unix.includes('\r')) return undefined;
  const lines = unix.split('\n');
  if (isCrlf && text.length !== unix.length + lines.length - 1) return undefined;
  const after: string[] = [];
  while (lines.length > 0 && lines.at(-1)?.trim() === '') after.unshift(lines.pop() ?? '');
  // Ends of lines tell nothing where there is one line without any.
  return { lines, layout: `${isCrlf ? 'CRLF' : 'LF'}${JSON.stringify(after)}` };
}
