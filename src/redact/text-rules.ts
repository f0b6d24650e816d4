import type { Secrets } from './secrets.ts';

/** A secret found in a text; offsets are bytes, as the text is latin1. */
export interface Found {
  start: number;
  end: number;
  class: string;
}

/** What a rule says of a piece of a stream. */
export interface Scanned {
  /** Those that begin before `open` are certain. */
  found: Found[];
  /** From here on more text may change the verdict; the text's length where nothing is open. */
  open: number;
}

/** Finds secrets by their look. `final` is true where no more text follows. */
export type TextRule = (text: string, final: boolean) => Scanned;

/** VMware licence keys: five groups of five, `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`. */
export const licenceKeys: TextRule = (text, final) => {
  const open = final ? text.length : startOfTrailingRun(text, isLicenceChar, LICENCE_LENGTH + 1);
  const found: Found[] = [];
  let end = 0;
  // By its dashes, which are rare and found at the speed of memory: a pattern over every byte takes ten times as long.
  for (let dash = text.indexOf('-'); dash !== -1; dash = text.indexOf('-', dash + 1)) {
    const start = dash - 5;
    if (start < end || text[dash + 6] !== '-' || text[dash + 12] !== '-' || text[dash + 18] !== '-') continue;
    LICENCE_KEY.lastIndex = start;
    if (!LICENCE_KEY.test(text)) continue;
    end = start + LICENCE_LENGTH;
    found.push({ start, end, class: 'licence-key' });
  }
  return { found, open };
};

const LICENCE_KEY = /(?<![0-9A-Za-z])[0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}(?![0-9A-Za-z])/y;

const LICENCE_LENGTH = 29;

const isLicenceChar = (code: number): boolean =>
  code === 0x2d || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a);

/** A block that has not ended by then is waited for no longer: the largest RSA keys in use have 13 KB. */
const LONGEST_PEM = 32 * 1024;

/** The body of PEM private keys (RFC 7468 §10, §11, and OpenSSH's own), between the BEGIN and the END line. */
export const privateKeys: TextRule = (text, final) => {
  const found: Found[] = [];
  const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
  for (let match = begin.exec(text); match; match = begin.exec(text)) {
    const start = begin.lastIndex;
    const end = text.indexOf('-----END', start);
    if (end === -1 && !final && text.length - start < LONGEST_PEM) return { found, open: match.index };
    found.push({ start, end: end === -1 ? text.length : end, class: 'private-key' });
    if (end === -1) return { found, open: text.length };
    begin.lastIndex = end;
  }
  return { found, open: final ? text.length : startOfOpenBegin(text) };
};

/** Where a BEGIN line that is not whole yet starts; it has at most 80 bytes. */
function startOfOpenBegin(text: string): number {
  const from = Math.max(0, text.length - 80);
  const at = /-{1,5}(?:BEGIN? ?[A-Z0-9 ]*-{0,5}|BE?G?)?$/.exec(text.slice(from));
  return at ? from + at.index : text.length;
}

/** Everything learnt before, wherever it turns up again. */
export function knownValues(secrets: Secrets): TextRule {
  return (text, final) => {
    const found: Found[] = [];
    let open = text.length;
    for (const value of secrets.searched) {
      for (let at = text.indexOf(value); at !== -1; at = nextOf(text, value, at)) {
        found.push({ start: at, end: at + value.length, class: secrets.secretOf(value)?.class ?? 'secret' });
      }
      if (!final) open = Math.min(open, startOfOpenValue(text, value));
    }
    return { found, open };
  };
}

/** The next occurrence; of those that overlap the one at `at` the last, which together hide all of them. */
function nextOf(text: string, value: string, at: number): number {
  const end = at + value.length;
  const overlapping = text.lastIndexOf(value, end - 1);
  return overlapping > at ? overlapping : text.indexOf(value, end);
}

/** Where the end of the text may be the beginning of the value. */
function startOfOpenValue(text: string, value: string): number {
  const first = value.charAt(0);
  let at = text.indexOf(first, Math.max(0, text.length - value.length + 1));
  while (at !== -1 && !value.startsWith(text.slice(at))) at = text.indexOf(first, at + 1);
  return at === -1 ? text.length : at;
}

function startOfTrailingRun(text: string, belongs: (code: number) => boolean, longest: number): number {
  let start = text.length;
  while (start > 0 && text.length - start < longest && belongs(text.charCodeAt(start - 1))) start--;
  return start;
}
