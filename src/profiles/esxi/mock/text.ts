import { isUtf8 } from 'node:buffer';

/**
 * Bytes as text, and back to the very bytes: what is not UTF-8 becomes lone surrogates U+DC80 to U+DCFF, as Python
 * (PEP 383, surrogateescape), in which esxcli is written, has it.
 */
export function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString('utf8');
  let text = '';
  for (let at = 0; at < buffer.length;) {
    const length = charLength(buffer, at);
    text += length
      ? buffer.toString('utf8', at, at + length)
      : String.fromCharCode(ESCAPE | (buffer[at] ?? 0));
    at += length || 1;
  }
  return text;
}

/** The bytes of which {@link textOf} made the text. */
export function bytesOf(text: string): Buffer {
  if (!/[\ud800-\udfff]/.test(text)) return Buffer.from(text, 'utf8');
  const parts = Array.from(text, (char) => {
    const unit = char.charCodeAt(0);
    const isEscape = char.length === 1 && unit >= ESCAPE + 0x80 && unit <= ESCAPE + 0xff;
    return isEscape ? Buffer.of(unit & 0xff) : Buffer.from(char, 'utf8');
  });
  return Buffer.concat(parts);
}

const ESCAPE = 0xdc00;

/** Bytes of the character at `at`, 0 where none begins there. */
function charLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  }
  return 0;
}
