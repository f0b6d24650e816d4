import { expect } from 'vitest';
import type { Rewriter } from '../../../src/hooks/rewrite/rewriter.ts';
import type { Random } from '../../support/random.ts';

/** What becomes of bytes that come in these chunks; each chunk is the sender's again when it was taken. */
export function rewritten(rewriter: Rewriter, chunks: readonly Uint8Array[]): Buffer {
  const given: Buffer[] = [];
  const take = (all: Iterable<Uint8Array>): void => {
    for (const bytes of all) given.push(Buffer.from(bytes));
  };
  for (const chunk of chunks) {
    const lent = Buffer.from(chunk);
    take(rewriter.push(lent));
    lent.fill('?');
  }
  take(rewriter.end());
  return Buffer.concat(given);
}

/** The same bytes, cut anywhere. */
export function cutAnywhere(bytes: Uint8Array, { int }: Random): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  const most = 1 + int(2 * bytes.length + 1);
  for (let at = 0; at < bytes.length;) {
    const length = 1 + int(most);
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

/** Whatever the chunks are, it is as if all came at once. */
export function expectSameInChunks(make: () => Rewriter, bytes: Uint8Array, random: Random): void {
  const whole = rewritten(make(), [bytes]).toString('latin1');
  const inChunks = rewritten(make(), cutAnywhere(bytes, random)).toString('latin1');
  expect(inChunks, `seed ${random.seed}`).toBe(whole);
}
