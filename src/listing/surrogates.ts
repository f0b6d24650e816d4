import { isUtf8 } from 'node:buffer';

/**
 * Bytes that are no UTF-8 as lone surrogates U+DC80 to U+DCFF, as Python's `surrogateescape` has them (PEP 383): so a
 * listing that a script wrote, with names as they are or by way of Python, keeps them.
 */
export function decodeEscaped(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = isUtf8(buffer) ? buffer.toString() : decodedInPieces(buffer);
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

const BYTE_ORDER_MARK = '\uFEFF';
const SURROGATES_OF_BYTES = 0xdc00;

/** The bytes of a text with such surrogates in it; undefined where it has any others. */
export function encodeEscaped(text: string): Buffer | undefined {
  if (!LONE.test(text)) return Buffer.from(text);
  const parts = text.match(/[\uDC80-\uDCFF]|[^\uDC80-\uDCFF]+/gu) ?? [];
  const bytes = parts.map((part) => {
    const code = part.charCodeAt(0) - SURROGATES_OF_BYTES;
    return code >= 0x80 && code <= 0xff ? Buffer.from([code]) : Buffer.from(part);
  });
  return parts.some((part) => OTHER_LONE.test(part)) ? undefined : Buffer.concat(bytes);
}

const LONE = /\p{Surrogate}/u;
const OTHER_LONE = /[\uD800-\uDC7F\uDD00-\uDFFF]/u;

function decodedInPieces(buffer: Buffer): string {
  let text = '';
  for (let at = 0; at < buffer.length;) {
    const end = endOfUtf8(buffer, at);
    text += buffer.toString('utf8', at, end);
    at = end;
    if (at < buffer.length) text += String.fromCharCode(SURROGATES_OF_BYTES + (buffer[at++] ?? 0));
  }
  return text;
}

/** Where the first byte stands, from `from` on, that no character of UTF-8 has; the end where there is none. */
function endOfUtf8(buffer: Buffer, from: number): number {
  let at = from;
  while (at < buffer.length) {
    const length = lengthAt(buffer, at);
    if (length === 0) break;
    at += length;
  }
  return at;
}

/** Bytes of the character at `at`, 0 where none begins there. */
function lengthAt(buffer: Buffer, at: number): number {
  if ((buffer[at] ?? 0) < 0x80) return 1;
  for (let length = 2; length <= 4 && at + length <= buffer.length; length++) {
    if (isUtf8(buffer.subarray(at, at + length))) return length;
  }
  return 0;
}
