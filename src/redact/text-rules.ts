import type { Secrets } from './secrets.ts';

/** A secret found in a text; offsets are bytes, as the text is latin1. */
export interface Found {
  start: number;
  end: number;
  class: string;
}

/** What a rule says of a piece of a stream. */
export interface Scanned {
  found: Found[];
  /** From here on more text may change the verdict; the text's length where nothing is open. */
  open: number;
}

/** Finds secrets by their look. `final` is true where no more text follows. */
export type TextRule = (text: string, final: boolean) => Scanned;

/** VMware licence keys: five groups of five, `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`. */
export const licenceKeys: TextRule = (text, final) => {
  const open = final ? text.length : startOfTrailingRun(text, isLicenceChar, LICENCE_LENGTH + 1);
  const found = matches(
    text,
    /(?<![0-9A-Za-z])[0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}(?![0-9A-Za-z])/g,
    'licence-key',
  );
  return { found: found.filter((one) => one.end <= open), open };
};

const LICENCE_LENGTH = 29;

const isLicenceChar = (code: number): boolean =>
  code === 0x2d || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a);

/** A block that has not ended by then is no key: the largest RSA keys in use have 13 KB. */
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
      for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length)) {
        found.push({ start: at, end: at + value.length, class: secrets.secretOf(value)?.class ?? 'secret' });
      }
      if (!final) open = Math.min(open, startOfOpenValue(text, value));
    }
    return { found: found.filter((one) => one.end <= open), open };
  };
}

function startOfOpenValue(text: string, value: string): number {
  for (let length = Math.min(value.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(value.slice(0, length))) return text.length - length;
  }
  return text.length;
}

function matches(text: string, expression: RegExp, secretClass: string): Found[] {
  return Array.from(text.matchAll(expression), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    class: secretClass,
  }));
}

function startOfTrailingRun(text: string, belongs: (code: number) => boolean, longest: number): number {
  let start = text.length;
  while (start > 0 && text.length - start < longest && belongs(text.charCodeAt(start - 1))) start--;
  return start;
}
