/**
 * A pattern with the same matches in which no counted repetition is too large for V8's linear engine: that one admits 16
 * copies of anything, all counts about it multiplied. Undefined where it cannot be written so.
 */
export function unrolled(source: string): string | undefined {
  const { text, rest } = alternatives(source);
  return rest === '' && text !== undefined && text.length <= LONGEST ? text : undefined;
}

/** `RegExp` of V8: kMaxReplicationFactor in src/regexp/experimental/experimental.cc. */
const MOST_COPIES = 16;

const LONGEST = 32 * 1024;

/** A piece as it is written anew; `copies`: how many the engine makes of something in it. No text: it cannot be. */
interface Piece {
  text: string | undefined;
  copies: number;
  rest: string;
}

/** Up to the end, or to a closing parenthesis. */
function alternatives(source: string): Piece {
  let text: string | undefined = '';
  let copies = 1;
  let rest = source;
  while (rest !== '' && !rest.startsWith(')')) {
    const atom = quantified(rest);
    text = text === undefined || atom.text === undefined ? undefined : text + atom.text;
    if (text !== undefined && text.length > LONGEST) text = undefined;
    copies = Math.max(copies, atom.copies);
    rest = atom.rest;
  }
  return { text, copies, rest };
}

function quantified(source: string): Piece {
  const { text, copies, rest } = atomOf(source);
  const [whole = '', least = '', comma = '', most = '', lazy = ''] =
    /^\{(\d+)(,?)(\d*)\}(\??)/.exec(rest) ?? [];
  if (whole === '') return { text, copies, rest };
  const behind = rest.slice(whole.length);
  const from = Number(least);
  const to = comma === '' ? from : most === '' ? Infinity : Number(most);
  const all = copies * Math.max(1, Number.isFinite(to) ? to : from);
  if (all <= MOST_COPIES)
    return { text: text === undefined ? text : text + whole, copies: all, rest: behind };
  if (text === undefined) return { text, copies, rest: behind };
  return { text: repeated(text, copies, from, to, lazy), copies: MOST_COPIES, rest: behind };
}

/** Of the copies that a group is in, the last is the one that captures. */
function repeated(text: string, copies: number, from: number, to: number, lazy: string): string | undefined {
  const captures = CAPTURING.test(text);
  if ((captures && from !== to) || text.length * Math.max(from, Number.isFinite(to) ? to : 0) > LONGEST) {
    return undefined;
  }
  const silent = captures ? text.replaceAll(EACH_CAPTURING, '$1(?:') : text;
  const chunk = Math.floor(MOST_COPIES / copies);
  const last = captures ? 1 : 0;
  const must = chunks(from - last, chunk).map((n) => `${silent}{${n}}`);
  if (captures) must.push(text);
  if (to === Infinity) return `${must.join('')}${silent}*${lazy}`;
  const may = chunks(to - from, chunk).map((n) => `${silent}{0,${n}}${lazy}`);
  return [...must, ...may].join('');
}

const CAPTURING = /(?:^|[^\\])\((?!\?)|\(\?<(?![=!])/;
const EACH_CAPTURING = /(^|[^\\])\((?:\?<[^>]*>|(?!\?))/g;

const chunks = (count: number, size: number): number[] => [
  ...Array.from({ length: Math.floor(count / size) }, () => size),
  ...(count % size === 0 ? [] : [count % size]),
];

function atomOf(source: string): Piece {
  const first = source[0] ?? '';
  if (first === '(') {
    const [opening = '('] = /^\((?:\?(?:<[^>]*>|[a-z-]*:))?/.exec(source) ?? [];
    const { text, copies, rest } = alternatives(source.slice(opening.length));
    return { text: text === undefined ? text : `${opening}${text})`, copies, rest: rest.slice(1) };
  }
  const [atom = first] =
    /^(?:\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|c[A-Za-z]|[^])|\[(?:\\[^]|[^\]\\])*\]|[^])/.exec(source) ?? [];
  return { text: atom, copies: 1, rest: source.slice(atom.length) };
}
