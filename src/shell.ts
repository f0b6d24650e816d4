import { isUtf8 } from 'node:buffer';

/**
 * One command line that a POSIX shell (dash, bash, busybox ash) takes apart into exactly these words, and
 * whose first word it runs as a command, even if it looks like an assignment, a reserved word or an option.
 * (Only a name beginning with % is beyond reach: bash takes it for a job, however it is quoted.) The line is valid UTF-8 even where the
 * words are not, so it passes through transports and spawns that decode.
 *
 * @throws RangeError for no words at all, or a NUL byte, which no argv can hold.
 */
export function quoteArgv(argv: readonly Uint8Array[]): Buffer {
  const [name, ...args] = argv;
  if (name === undefined) throw new RangeError('an argv needs at least the name of the command');
  const words = [quoteName(name), ...args.map(quoteWord)];
  return Buffer.concat(words.flatMap((word, i) => (i === 0 ? [word] : [SPACE, word])));
}

/** `NAME='value'`, as it stands in front of a command or after `export`. */
export const quoteAssignment = (name: string, value: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${variable(name)}=`), quoteWord(value)]);

/**
 * What stands in front of a command that is to be executed in another folder, or without variables that the shell may
 * have of its own; empty where there is neither. Where the folder is not there, the shell says so and ends.
 */
export function quoteSurroundings({
  cwd,
  unset,
}: {
  cwd?: Uint8Array | undefined;
  unset: readonly string[];
}): Buffer {
  const parts = [
    ...(cwd ? [Buffer.from('cd '), quoteWord(cwd), Buffer.from(' || exit; ')] : []),
    ...unset.map((name) => Buffer.from(`unset ${variable(name)}; `)),
  ];
  return Buffer.concat(parts);
}

/**
 * The argv of a simple shell string, as the design's section Matching has it, or undefined. Simple: words
 * of unquoted `[A-Za-z0-9_@%+=:,./-]`, single quotes, double quotes without `$`, backquote and backslash,
 * and backslash escapes, separated by blanks; the first word is no assignment, reserved word, or builtin
 * that has no counterpart as a program. A masked part (NUL, label, NUL; see mask.ts) is one ordinary letter.
 */
export function simpleWords(command: Uint8Array): Buffer[] | undefined {
  return bareWords(command) ?? quotedWords(command);
}

/**
 * The words of a command in which nothing is quoted, as nearly all are, as views of it; undefined for any other,
 * and for one that is not simple. Each invocation is taken apart twice, and this takes a third of the time.
 */
function bareWords(command: Uint8Array): Buffer[] | undefined {
  for (const byte of command) if (!BARE_BYTE[byte] && !isBlank(byte)) return undefined;
  const words: Buffer[] = [];
  for (let start = 0; start < command.length; start++) {
    if (isBlank(command[start])) continue;
    let end = start + 1;
    while (end < command.length && !isBlank(command[end])) end++;
    words.push(Buffer.from(command.buffer, command.byteOffset + start, end - start));
    start = end;
  }
  const name = words[0]?.toString('latin1');
  if (name === undefined || RESERVED.has(name) || BUILTINS.has(name)) return undefined;
  return name.includes('=') ? undefined : words;
}

function quotedWords(command: Uint8Array): Buffer[] | undefined {
  const words: Word[] = [];
  let word: Word | undefined;
  for (let i = 0; i < command.length;) {
    if (isBlank(command[i])) {
      word = undefined;
      i++;
      continue;
    }
    const piece = pieceAt(command, i);
    if (piece === undefined) return undefined;
    if (word === undefined) words.push((word = { bytes: [], bare: '' }));
    word.bytes.push(piece.bytes);
    word.bare += piece.bare ? piece.bytes.toString('latin1') : QUOTED;
    i = piece.end;
  }
  const [first] = words;
  if (first === undefined || ASSIGNMENT.test(first.bare) || RESERVED.has(first.bare)) return undefined;
  const argv = words.map(({ bytes }) => Buffer.concat(bytes));
  return BUILTINS.has(String(argv[0])) ? undefined : argv;
}

/** `bare` is the word as the shell's grammar sees it: what was quoted cannot make a keyword of it. */
interface Word {
  bytes: Buffer[];
  bare: string;
}

const SPACE = Buffer.from(' ');
const QUOTED = '\0';
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;
const BARE_BYTE = Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9_@%+=:,./-]/.test(String.fromCharCode(byte)),
);
const BARE_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;
/** A leading `-` or `+` would be taken for an option of `sh -c`. */
const BARE_NAME = /^[A-Za-z0-9_@:,./][A-Za-z0-9_@%+:,./-]*$/;

/** POSIX XCU §2.4, and what bash and busybox ash add. */
const RESERVED = new Set(
  '! { } [[ ]] case coproc do done elif else esac fi for function if in select then time until while'.split(
    ' ',
  ),
);

/**
 * The special builtins (POSIX XCU §2.14) and those whose effect is on the shell itself: running a program of
 * that name is not the same. `echo`, `test`, `kill` and the like are programs too, and stay simple.
 */
const BUILTINS = new Set(
  (
    '. : break continue eval exec exit export readonly return set shift times trap unset ' +
    'alias bg bind builtin caller cd command declare dirs disown enable fc fg getopts hash history jobs let local ' +
    'logout mapfile popd pushd read readarray shopt source suspend typeset ulimit umask unalias wait'
  ).split(' '),
);

function variable(name: string): string {
  if (VARIABLE.test(name)) return name;
  throw new RangeError(`${JSON.stringify(name)} is not a name that a POSIX shell can set`);
}

function quoteName(name: Uint8Array): Buffer {
  const text = Buffer.from(name).toString('latin1');
  if (BARE_NAME.test(text) && !RESERVED.has(text)) return Buffer.from(name);
  return quoteAlways(name);
}

function quoteWord(word: Uint8Array): Buffer {
  return BARE_WORD.test(Buffer.from(word).toString('latin1')) ? Buffer.from(word) : quoteAlways(word);
}

/**
 * Single quotes for what is UTF-8, `"$(printf '\ooo')"` for what is not. The latter are never newlines, so
 * the substitution, which drops those at its end, drops nothing.
 */
function quoteAlways(word: Uint8Array): Buffer {
  if (word.includes(0)) throw new RangeError('a NUL byte cannot be part of an argument');
  const parts = splitUtf8(word).map(({ bytes, valid }) =>
    valid
      ? `'${Buffer.from(bytes).toString('utf8').replaceAll("'", `'\\''`)}'`
      : `"$(printf '${Array.from(bytes, (byte) => `\\${byte.toString(8)}`).join('')}')"`,
  );
  return Buffer.from(parts.length === 0 ? "''" : parts.join(''));
}

function splitUtf8(word: Uint8Array): { bytes: Uint8Array; valid: boolean }[] {
  if (word.length === 0 || isUtf8(word)) return word.length === 0 ? [] : [{ bytes: word, valid: true }];
  const parts: { bytes: Uint8Array; valid: boolean }[] = [];
  let start = 0;
  let startValid = true;
  const cut = (end: number, nextValid: boolean): void => {
    if (end > start) parts.push({ bytes: word.subarray(start, end), valid: startValid });
    start = end;
    startValid = nextValid;
  };
  for (let i = 0; i < word.length;) {
    const length = utf8Length(word, i);
    if (startValid !== length > 0) cut(i, length > 0);
    i += length || 1;
  }
  cut(word.length, true);
  return parts;
}

/** Bytes of the character at `at`, 0 where none begins there. */
function utf8Length(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  }
  return 0;
}

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;

/** The next piece of a word: a quotation, an escape, a masked part, or bare bytes; undefined if it is none. */
function pieceAt(command: Uint8Array, at: number): { bytes: Buffer; bare: boolean; end: number } | undefined {
  const byte = command[at] ?? 0;
  const char = String.fromCharCode(byte);
  const part = (start: number, end: number): Buffer => Buffer.from(command.subarray(start, end));
  if (char === '\\') {
    const next = command[at + 1];
    return next === undefined || next === 0x0a
      ? undefined
      : { bytes: part(at + 1, at + 2), bare: false, end: at + 2 };
  }
  if (char === '\0') {
    const close = command.indexOf(0, at + 1);
    return close < 0 ? undefined : { bytes: part(at, close + 1), bare: false, end: close + 1 };
  }
  if (char === "'" || char === '"') {
    const close = closingQuote(command, at);
    if (close === undefined) return undefined;
    return { bytes: part(at + 1, close), bare: false, end: close + 1 };
  }
  let end = at;
  while (BARE_BYTE[command[end] ?? 0]) end++;
  return end > at ? { bytes: part(at, end), bare: true, end } : undefined;
}

/** Where the quotation that opens at `open` ends; undefined if nowhere, or if something in it is expanded. */
function closingQuote(command: Uint8Array, open: number): number | undefined {
  const quote = command[open];
  for (let i = open + 1; i < command.length; i++) {
    const byte = command[i];
    if (byte === quote) return i;
    if (byte === 0x00) {
      const close = command.indexOf(0, i + 1);
      if (close < 0) return undefined;
      i = close;
    } else if (quote === 0x22 && (byte === 0x24 || byte === 0x60 || byte === 0x5c)) {
      return undefined;
    }
  }
  return undefined;
}
