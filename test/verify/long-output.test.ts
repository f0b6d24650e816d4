import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Slot } from '../../src/cassette/recording.ts';
import { exited } from '../../src/outcome.ts';
import type { Stdio } from '../../src/stdio.ts';
import type { Executed } from '../../src/upstreams/upstream.ts';
import { aCassette, aHost, verified } from './a-verification.ts';

const MIB = 1024 * 1024;
/** More than verify holds of a stream, which is 64 MiB. */
const LONG = Buffer.alloc(65 * MIB, 'a line of text\n');
const SECRET = Buffer.from('password: inv3nted-pw\n');
const TOKEN = Buffer.from('password: password-1*\n');
const SLOT = { offset: 10, length: 11, class: 'password', id: 1 };

describe('an output too long to be held', () => {
  it('is the same where its digest is, however it comes in pieces', async () => {
    const { recordings } = await verified(taped(), saying([LONG], 700_001));
    expect(recordings).toMatchObject([{ verdict: 'same', differences: [], streams: [] }]);
  });

  it('has drifted for one byte, and both digests are told', async () => {
    const other = Buffer.from('A line of text\n');
    const { recordings } = await verified(taped(), saying([LONG.subarray(other.length), other], MIB));
    const recorded = `${LONG.length} bytes, SHA-256 ${digestOf([LONG])}`;
    const current = `${LONG.length} bytes, SHA-256 ${digestOf([LONG.subarray(other.length), other])}`;
    expect(recordings).toMatchObject([
      {
        verdict: 'drift',
        differences: [{ field: 'stdout', path: '', kind: 'changed', recorded, current }],
        streams: [{ stream: 'stdout', format: 'binary', hunks: [] }],
      },
    ]);
  });

  it('is held against a short one by its digest, too', async () => {
    const short = Buffer.from('a line of text\n');
    const { recordings } = await verified(taped(), saying([short], MIB));
    expect(recordings[0]?.verdict).toBe('drift');
    expect(recordings[0]?.differences[0]?.current).toBe(`15 bytes, SHA-256 ${digestOf([short])}`);
  });

  it('is the same where there is another secret in the same place', async () => {
    const { recordings } = await verified(taped([TOKEN, LONG], [SLOT]), saying([SECRET, LONG], MIB));
    expect(recordings[0]?.verdict).toBe('same');
  });
});

/** A cassette of one recording, whose output is these bytes. */
function taped(parts: readonly Buffer[] = [LONG], slots: readonly Slot[] = []): string {
  const events = [...pieces(parts, MIB)].map((bytes, i) => ({
    type: 'stdout' as const,
    bytes,
    at: 2,
    ...(i === 0 && slots.length > 0 && { slots }),
  }));
  return aCassette([{ command: 'cat big', stdout: '', events, duration: 3 }]);
}

const saying = (parts: readonly Buffer[], size: number) =>
  aHost([], {
    'cat big': async (stdio: Stdio): Promise<Executed> => {
      for (const bytes of pieces(parts, size)) await stdio.send({ type: 'stdout', bytes });
      const outcome = exited(0);
      await stdio.send({ type: 'outcome', outcome });
      return { outcome, notes: [] };
    },
  });

function* pieces(parts: readonly Buffer[], size: number): Generator<Buffer> {
  for (const part of parts) for (let at = 0; at < part.length; at += size) yield part.subarray(at, at + size);
}

function digestOf(parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
