import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Client } from './client.ts';
import type { Observation } from './observation.ts';

/**
 * From the client to the host; to a deck that records; to one that replays. Through the shim there is no host to go to
 * straight: there the originals are recorded, and played, too, and take the place of the shim.
 */
export const WAYS = [
  'straight',
  'recording',
  'replay',
  'recording originals',
  'replay of originals',
  'passthrough',
] as const;

export type Way = (typeof WAYS)[number];

/** A cell of the table that is not as it should be, as limits.yaml has it. */
export interface Limit {
  case: string;
  door: Client['door'];
  client: string;
  ways: readonly Way[];
  reason: string;
  /** A name in {@link CHECKS}. */
  check: string;
}

/** What a limit makes of that which should be seen. All the rest of it still has to be the same. */
export const CHECKS: Readonly<Record<string, (expected: Observation) => Observation>> = {
  'ends and closes without a status': (expected) => [
    ...expected.filter(({ type }) => type !== 'outcome'),
    { type: 'eof' },
    { type: 'outcome', outcome: { kind: 'unknown' } },
  ],
  'the client reports the loss on stderr': (expected) => [
    { type: 'stderr', bytes: Buffer.from('Connection to 127.0.0.1 closed by remote host.\r\n') },
    ...expected,
  ],
  'the program has all variables of its caller': (expected) =>
    expected.map((seen) =>
      seen.type === 'stdout'
        ? { ...seen, bytes: withText(seen.bytes, 'withheld: not set', 'withheld: not to be seen') }
        : seen,
    ),
};

const withText = (bytes: Uint8Array, from: string, to: string): Uint8Array =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1');

export const LIMITS = parse(
  readFileSync(join(import.meta.dirname, 'limits.yaml'), 'utf8'),
) as readonly Limit[];
