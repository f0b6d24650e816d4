import { type Clue, LONGEST_LINE, NAME } from './clue.ts';
import type { Found, Rule } from './rule.ts';
import { WordSearch } from './word-search.ts';

/**
 * Looks for clues, and for secrets on the lines where they are. What comes at the end of a line decides what stands
 * before, so a line with a clue is waited for; of others only so much as a name takes.
 */
export function clueRule(clues: readonly Clue[]): Rule {
  const search = new WordSearch(clues.flatMap((clue) => clue.words.map((word) => [word, clue] as const)));
  const longestWord = Math.max(0, ...clues.flatMap(({ words }) => words.map(({ length }) => length)));
  return (bytes, final) => {
    const found: Found[] = [];
    const lastLine = final ? bytes.length : startOfLastLine(bytes);
    let open = final ? bytes.length : Math.max(lastLine, bytes.length - longestWord - NAME);
    let waited = bytes.length;
    let line = NO_LINE;
    /** By clue: to where secrets were found by it, as a secret may have a clue in it. */
    const done = new Map<Clue, number>();
    search.each(bytes, 0, (at, clue) => {
      const isWaitedFor = at >= lastLine && !final && bytes.length - at <= LONGEST_LINE;
      if (isWaitedFor) {
        open = Math.min(open, Math.max(lastLine, at - NAME));
        waited = Math.min(waited, at);
      }
      if (at >= open || at < (done.get(clue) ?? 0)) return;
      if (at >= line.end) line = lineAround(bytes, at);
      const place = at - line.start;
      if (clue.isAt?.(line.text, place) === false) return;
      if (clue.reach !== undefined) done.set(clue, Math.min(at + clue.reach, line.start + line.text.length));
      for (const one of clue.secretsAt(line.text, place)) {
        const end = one.end + line.start;
        found.push({ ...one, start: one.start + line.start, end });
        done.set(clue, Math.max(end, done.get(clue) ?? 0));
      }
    });
    return {
      found,
      open,
      get certain() {
        return Math.min(waited, startOfOpenWord(bytes));
      },
    };
  };

  /** Where the end of the bytes may be the beginning of a word. */
  function startOfOpenWord(bytes: Buffer): number {
    for (let at = Math.max(0, bytes.length - longestWord + 1); at < bytes.length; at++) {
      const rest = bytes.toString('latin1', at).toLowerCase();
      if (clues.some(({ words }) => words.some((word) => word.startsWith(rest)))) return at;
    }
    return bytes.length;
  }
}

interface Line {
  text: string;
  start: number;
  /** Words that begin from there on need another piece of the line. */
  end: number;
}

const NO_LINE: Line = { text: '', start: 0, end: 0 };

/** Of a line that is too long a piece, in which what begins in its first half has as much behind it. */
function lineAround(bytes: Buffer, at: number): Line {
  let start = at;
  while (start > 0 && at - start < NAME && !isLineEnd(bytes[start - 1])) start--;
  const most = Math.min(bytes.length, at + 2 * LONGEST_LINE);
  let end = at;
  while (end < most && !isLineEnd(bytes[end])) end++;
  const isWhole = end < most || end === bytes.length;
  return { text: bytes.toString('latin1', start, end), start, end: isWhole ? end : at + LONGEST_LINE };
}

function startOfLastLine(bytes: Buffer): number {
  const afterLf = bytes.lastIndexOf(LF) + 1;
  return afterLf + bytes.subarray(afterLf).lastIndexOf(CR) + 1;
}

const isLineEnd = (byte: number | undefined): boolean => byte === LF || byte === CR;

const LF = 0x0a;
const CR = 0x0d;
