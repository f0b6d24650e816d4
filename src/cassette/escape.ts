import { isUtf8 } from 'node:buffer';

/**
 * Bytes as one line of text that hides nothing and does nothing to a terminal: backslash, control
 * characters (C0, DEL, C1), characters without a look of their own (zero-width, turning the direction of
 * writing, odd spaces, private use) and bytes that are no UTF-8 are escaped as `\\`, `\n`, `\t`, `\r`,
 * `\xNN` for a byte and `\u{…}` for a character. The list is fixed, and not Unicode's of today, so that
 * the text of a cassette stays the same.
 */
export function escapeBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return escapeText(buffer.toString());
  let text = '';
  let valid = 0; // where the run of UTF-8 began
  for (let at = 0; at < buffer.length;) {
    const length = characterAt(buffer, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += escapeText(buffer.toString('utf8', valid, at)) + hexByte(buffer[at] as number);
    valid = ++at;
  }
  return text + escapeText(buffer.toString('utf8', valid));
}

/** The same for text. */
export const escapeText = (text: string): string => text.replace(ESCAPED, escapeCharacter);

/** How many bytes at the end may be the beginning of a character that goes on elsewhere. */
export function unfinishedCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte >= 0xc2 && byte <= 0xf4) return widthOf(byte) > back ? back : 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return 0;
}

const ESCAPED =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- control characters are what this is about
  /[\\\0-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\u{1d173}-\u{1d17a}\u{e0000}-\u{10ffff}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) as number;
  return SHORT[character] ?? (code < 0x80 ? hexByte(code) : `\\u{${code.toString(16)}}`);
}

const hexByte = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;

/** Bytes of the UTF-8 character that begins at `at`; 0 where none does. */
function characterAt(bytes: Buffer, at: number): number {
  const width = widthOf(bytes[at] as number);
  return width === 1 || (width > 1 && at + width <= bytes.length && isUtf8(bytes.subarray(at, at + width)))
    ? width
    : 0;
}

/** Bytes of a character by its first, RFC 3629; 0 for a byte that begins none. */
function widthOf(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc2 || byte > 0xf4) return 0;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}
