import type { TarEntry } from './entry.ts';
import { BLOCK, headerLength, headerOf, padding, sizeOf } from './header.ts';

/** Bytes that small pieces are gathered into before they are handed on. */
const GATHERED = 256 * 1024;

/**
 * A tar: ustar, with pax records where a name, a link or a size does not fit. What is written hangs on the entries alone.
 *
 * @throws Error where a content has not as many bytes as it said
 */
export function* writeTar(entries: Iterable<TarEntry>): Generator<Uint8Array> {
  yield* gathered(pieces(entries));
}

function* pieces(entries: Iterable<TarEntry>): Generator<Uint8Array> {
  for (const entry of entries) {
    yield headerOf(entry);
    if (entry.kind === 'file') yield* contentOf(entry);
  }
  yield END;
}

/** The length of the tar of these, in bytes. */
export function tarLength(entries: Iterable<TarEntry>): number {
  let length = END.length;
  for (const entry of entries) length += headerLength(entry) + padded(sizeOf(entry));
  return length;
}

const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

/** Two blocks of zeros. */
const END = new Uint8Array(2 * BLOCK);

function* contentOf({ path, content }: TarEntry & { kind: 'file' }): Generator<Uint8Array> {
  let length = 0;
  for (const piece of content.read()) {
    length += piece.length;
    if (length > content.size) break;
    yield piece;
  }
  if (length !== content.size) throw new Error(`${path} changed while it was read`);
  yield padding(length);
}

/** The pieces handed on are good until the next one. */
function* gathered(parts: Iterable<Uint8Array>): Generator<Uint8Array> {
  const held = Buffer.allocUnsafe(GATHERED);
  let length = 0;
  for (const part of parts) {
    if (length + part.length > GATHERED) {
      yield held.subarray(0, length);
      length = 0;
    }
    if (part.length >= GATHERED) yield part;
    else {
      held.set(part, length);
      length += part.length;
    }
  }
  yield held.subarray(0, length);
}
