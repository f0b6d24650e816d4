/** A word of a command line with its place in the source, or what separates commands. */
export interface ShellToken {
  /** Byte offsets in the source. */
  start: number;
  end: number;
  source: string;
  /** Without quotes and escapes; expansions stand as written. */
  text: string;
  separator: boolean;
}

/**
 * Cuts any shell string into words, good enough to find options in it: it knows quotes, escapes and the
 * operators that end a command (POSIX 2.3), and takes everything else as parts of words.
 */
export function shellTokens(command: string): ShellToken[] {
  const tokens: ShellToken[] = [];
  const expression =
    /(?<separator>[|&;()\n`]+)|(?<word>(?:\\[^]|'[^']*'?|"(?:\\[^]|[^"\\])*"?|[^\s|&;()`'"\\])+)/g;
  for (const match of command.matchAll(expression)) {
    const source = match[0];
    const separator = match.groups?.['separator'] !== undefined;
    tokens.push({
      start: match.index,
      end: match.index + source.length,
      source,
      text: separator ? source : unquoted(source),
      separator,
    });
  }
  return tokens;
}

/** An argv as the same kind of words: nothing in it is quoted. Offsets count within each word. */
export function argvTokens(argv: readonly string[]): ShellToken[] {
  return argv.map((text) => ({ start: 0, end: text.length, source: text, text, separator: false }));
}

function unquoted(source: string): string {
  return source.replace(/'([^']*)'?|"((?:\\[^]|[^"\\])*)"?|\\([^])/g, (_, single, double, escaped) =>
    String(single ?? (double as string | undefined)?.replace(/\\([$`"\\\n])/g, '$1') ?? escaped),
  );
}
