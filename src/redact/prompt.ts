import { WordSearch } from './word-search.ts';

/** What in some output may be a prompt; offsets in bytes. */
export interface Prompt {
  /** What stands before the colon, on its line. */
  start: number;
  colon: number;
  /** Behind the colon and the blanks after it. */
  end: number;
  lineEnded: boolean;
}

/** So much of a prompt says what is asked for; of what is longer, the end does. */
const LONGEST = 80;

/** A word before a colon that is longer belongs to no prompt. */
const LONGEST_NEXT = 40;

/**
 * The first prompt from there on. From colon to colon, as most output has few; a search for what stands before one
 * would look at every byte many times. What follows a prompt is the end of what was written so far, of the line, or
 * another prompt.
 */
export function nextPrompt(output: Buffer, begin: number): Prompt | undefined {
  let from = begin;
  for (let colon = nextColon(output, from); colon !== -1; colon = nextColon(output, from)) {
    const earliest = Math.max(from, colon - LONGEST);
    const end = endOfPrompt(output, colon);
    from = end ?? colon + 1;
    if (end === undefined) continue;
    const start = startOnLine(output, earliest, colon);
    if (start < colon) return { start, colon, end, lineEnded: isLineEnd(output[end]) };
  }
  return undefined;
}

const ASKS_FOR_SECRET = /pass(?:word|phrase|code)|verification code|\bPIN\b/i;

const WORDS = new WordSearch(
  ['password', 'passphrase', 'passcode', 'verification code', 'pin'].map(
    (word) => [word, undefined] as const,
  ),
);

/** Passes over lines of some output in which no secret is asked for. */
export class AskingLines {
  #output: Buffer;
  #lastLine = -1;
  /** Where the next word is that asks for one, and where its line begins. */
  #word = -1;
  #line = 0;

  constructor(output: Buffer) {
    this.#output = output;
  }

  /** From there on, the first line in which a secret may be asked for, or the last line, of which more may come. */
  next(from: number): number {
    if (this.#lastLine === -1) this.#lastLine = startOnLine(this.#output, 0, this.#output.length);
    if (from >= this.#lastLine) return from;
    if (this.#word < from) this.#find(from);
    return Math.max(from, Math.min(this.#line, this.#lastLine));
  }

  #find(from: number): void {
    const word = WORDS.first(this.#output, from);
    this.#word = word === -1 ? this.#output.length : word;
    this.#line = word === -1 ? this.#lastLine : startOnLine(this.#output, from, word);
  }
}

/** By the first two letters of those words before a string is made of it: logs are full of colons. */
export function asksForSecret(output: Buffer, { start, colon }: Prompt): boolean {
  for (let at = start; at < colon; at++) {
    const letter = (output[at] as number) | 0x20;
    if (letter !== 0x70 && letter !== 0x76) continue;
    const next = (output[at + 1] as number) | 0x20;
    if (letter === 0x70 ? next === 0x61 || next === 0x69 : next === 0x65)
      return ASKS_FOR_SECRET.test(output.toString('latin1', at === start ? start : at - 1, colon));
  }
  return false;
}

/** Where the blanks behind a colon end, if it ends a prompt. */
function endOfPrompt(output: Buffer, colon: number): number | undefined {
  let end = colon + 1;
  while (output[end] === SPACE || output[end] === TAB) end++;
  if (end === output.length || isLineEnd(output[end])) return end;
  let next = end;
  while (next - end <= LONGEST_NEXT && isInWords(output[next])) next++;
  if (output[next] !== COLON || next - end > LONGEST_NEXT) return undefined;
  if (next > end) return end;
  // A single blank between two colons is a prompt's whole text.
  return output[end - 1] === SPACE ? end - 1 : undefined;
}

function startOnLine(output: Buffer, earliest: number, behind: number): number {
  let start = behind;
  while (start > earliest && !isLineEnd(output[start - 1])) start--;
  return start;
}

/** Colons come in crowds or hardly at all: the next one is near, or is looked for at the speed of memory. */
function nextColon(output: Buffer, from: number): number {
  const near = Math.min(from + 64, output.length);
  for (let at = from; at < near; at++) if (output[at] === COLON) return at;
  return output.indexOf(COLON, near);
}

const COLON = 0x3a;
const SPACE = 0x20;
const TAB = 0x09;

export const isLineEnd = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;

/** Letters and spaces. */
function isInWords(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return byte === SPACE || (lower >= 0x61 && lower <= 0x7a);
}
