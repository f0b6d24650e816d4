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
      text: separator || !QUOTES.test(source) ? source : textOf(partsOf(source)),
      separator,
    });
  }
  return tokens;
}

/** An argv as the same kind of words: nothing in it is quoted. Offsets count within each word. */
export function argvTokens(argv: readonly string[]): ShellToken[] {
  return argv.map((text) => ({ start: 0, end: text.length, source: text, text, separator: false }));
}

/**
 * What of a word stands behind the first `skip` letters of its text: its text, and where it is in the source,
 * without the quotes where one pair is around all of it. Undefined where nothing does.
 */
export function restOf(
  { start, end, source, text }: ShellToken,
  skip: number,
): { start: number; end: number; text: string } | undefined {
  if (text.length <= skip) return undefined;
  const rest = text.slice(skip);
  if (source === text) return { start: start + skip, end, text: rest };
  let before = 0;
  let [first, last]: (Part & { skipped: number })[] = [];
  for (const part of partsOf(source)) {
    const skipped = Math.max(0, skip - before);
    before += part.text.length;
    if (before <= skip || part.text === '') continue;
    first ??= { ...part, skipped };
    last = { ...part, skipped };
  }
  if (!first || !last) return undefined;
  const isOne = first.start === last.start;
  const from = isOne || first.skipped > 0 ? first.start + first.opening + first.skipped : first.start;
  return { start: start + from, end: start + (isOne ? last.end - last.closing : last.end), text: rest };
}

/** Of a word: what stands in one pair of quotes, one escape, or what is neither. Offsets in the word's source. */
interface Part {
  start: number;
  end: number;
  /** Lengths of the quotes. */
  opening: number;
  closing: number;
  text: string;
}

function partsOf(source: string): Part[] {
  const expression = /'(?<single>[^']*)'?|"(?<double>(?:\\[^]|[^"\\])*)"?|\\(?<escaped>[^])|[^'"\\]+|\\/g;
  return Array.from(source.matchAll(expression), ({ 0: written, index: start, groups = {} }) => {
    const quoted = groups['single'] ?? groups['double'];
    const text =
      groups['single'] ??
      groups['double']?.replace(/\\([$`"\\\n])/g, (_, letter: string) => unescaped(letter)) ??
      (groups['escaped'] === undefined ? written : unescaped(groups['escaped']));
    const opening = quoted === undefined ? 0 : 1;
    const closing = quoted === undefined ? 0 : written.length - quoted.length - 1;
    return { start, end: start + written.length, opening, closing, text };
  });
}

const textOf = (parts: readonly Part[]): string => parts.map(({ text }) => text).join('');

/** A line end that is escaped is no part of the word. */
const unescaped = (letter: string): string => (letter === '\n' ? '' : letter);

const QUOTES = /['"\\]/;
