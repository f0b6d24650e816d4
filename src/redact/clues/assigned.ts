import { type Clue, matchAt, NAME, one } from '../clue.ts';
import { classOfNamed, isDull } from '../secret-name.ts';

/**
 * `name = value` in whatever notation: settings, JSON, YAML, XML, queries, variables, options in a text. Values in
 * quotes end where these do, others at a blank.
 */
export const assigned: Clue = {
  words: ['password', 'passwd', 'passphrase', 'passcode', 'secret', 'credential', 'token', '_key', 'apikey']
    .concat(['api-key', 'accesskey', 'access-key', 'pwd', 'vnc.key', 'privatekey', 'sharedkey', 'secretkey'])
    .concat(['pass=', 'pass:', 'pass"', 'private-key', 'secret-key', 'api.key']),
  secretsAt(line, at) {
    const name = nameAround(line, at);
    const secretClass = classOfNamed(name.text);
    if (!secretClass) return [];
    const value = valueBehind(line, name);
    if (!value || isDull(value.meant) || (secretClass === 'token' && value.meant.length < SHORTEST_TOKEN))
      return [];
    return one(secretClass, value.start, value.text, value.meant);
  },
};

/** A token is not guessed: what is shorter is something else of that name. */
const SHORTEST_TOKEN = 8;

interface Name {
  text: string;
  end: number;
  isOption: boolean;
}

const NAME_LETTER = /[\w.-]/;
const REST_OF_NAME = /[\w.-]{0,64}/y;

function nameAround(line: string, at: number): Name {
  let start = at;
  while (start > 0 && at - start < NAME && NAME_LETTER.test(line[start - 1] ?? '')) start--;
  const end = at + (matchAt(REST_OF_NAME, line, at)?.[0].length ?? 0);
  const written = line.slice(start, end);
  const text = written.replace(/^-+/, '').replace(/[.-]+$/, '');
  return { text, end, isOption: written.startsWith('--') };
}

/** Of a key, its closing quote; then what assigns, and the quote or the elements that a value stands in. */
const ASSIGNS = /\\?["']?\]?[\t ]{0,40}(?:=>|:=|[:=])[\t ]{0,40}/y;
const ELEMENT =
  /["'][^<>"']{0,80}>(?:[\t ]{0,8}<\w{1,20}>)?|>|["'] value=|["']\/?,[\t ]{0,8}"value":[\t ]{0,8}/y;
const BLANKS = /[\t ]{1,8}/y;
const DOUBLE = /\\?"((?:[^"\\]|\\.)*)"?/y;
const SINGLE = /'([^']*)'?/y;
const IN_ELEMENT = /[^<\s][^<]*/y;
const BARE = /[^\s"'<>`]+/y;

interface Value {
  start: number;
  text: string;
  /** Without escapes. */
  meant: string;
}

function valueBehind(line: string, { end, isOption }: Name): Value | undefined {
  const assigns = matchAt(ASSIGNS, line, end) ?? (isOption ? matchAt(BLANKS, line, end) : undefined);
  if (assigns) return valueAt(line, end + assigns[0].length, assigns[0]);
  const element = matchAt(ELEMENT, line, end)?.[0];
  if (element === undefined) return undefined;
  if (!element.endsWith('>')) return valueAt(line, end + element.length, '=');
  const text = matchAt(IN_ELEMENT, line, end + element.length)?.[0].trimEnd() ?? '';
  return { start: end + element.length, text, meant: text };
}

function valueAt(line: string, at: number, assigns: string): Value | undefined {
  const double = matchAt(DOUBLE, line, at);
  if (double) {
    const text = double[1] ?? '';
    // A quote that is never closed opened nothing, but before what is long and has no blank.
    if (!/[^]"$/.test(double[0]) && !/^\S{4,}$/.test(text)) return undefined;
    const start = at + double[0].indexOf('"') + 1;
    // Of JSON within a string the quotes are escaped.
    const whole = double[0].startsWith('\\') ? text.replace(/\\.*$/, '') : text;
    return { start, text: whole, meant: whole.replace(/\\(["\\/])/g, '$1') };
  }
  const single = matchAt(SINGLE, line, at);
  if (single) return { start: at + 1, text: single[1] ?? '', meant: single[1] ?? '' };
  const bare = matchAt(BARE, line, at)?.[0];
  if (bare === undefined) return undefined;
  const text = withoutWhatFollows(bare);
  if (assigns.includes(':') && !isWholeValue(line, at + bare.length)) return undefined;
  return { start: at, text, meant: text };
}

/** The next of a query or a list, and what closes one. */
function withoutWhatFollows(bare: string): string {
  const next = bare.search(/[&,;][\w.-]{1,64}[=:]/);
  return (next === -1 ? bare : bare.slice(0, next)).replace(/[,;)}\]]{1,8}$/, '');
}

/** `Password: must be changed` is said of one. */
const isWholeValue = (line: string, end: number): boolean =>
  /^[\t ]*(?:$|[#,;})\]\\|"']|\/\/|[\w.-]{1,40}[\t ]*=)/.test(line.slice(end, end + 80));
