import { isUtf8 } from 'node:buffer';

/** Bytes in JSON: as text where they are UTF-8, else in base64. */
export type BytesJson = { text: string } | { base64: string };

export function bytesJson(bytes: Uint8Array): BytesJson {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? { text: buffer.toString() } : { base64: buffer.toString('base64') };
}

export const bytesOf = (json: BytesJson): Uint8Array =>
  'text' in json ? Buffer.from(json.text) : Buffer.from(json.base64, 'base64');
