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
  /** A name in {@link CHECKS}, or {@link NOT_RUN}. */
  check: string;
}

/** The check of a case that there is no such way for: nothing of it is seen. */
export const NOT_RUN = 'is not run';

export const isRun = (name: string, client: string, way: Way): boolean =>
  !LIMITS.some(
    (limit) =>
      limit.check === NOT_RUN && limit.case === name && limit.client === client && limit.ways.includes(way),
  );

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
  'the program finds its stdin closed': (expected) =>
    // What is on the tape has it already.
    expected.some(({ type }) => type === 'stderr')
      ? expected
      : [{ type: 'stderr', bytes: NO_STDIN }, ...expected],
  'the program has all variables of its caller': (expected) =>
    expected.map((seen) =>
      seen.type === 'stdout'
        ? { ...seen, bytes: withText(seen.bytes, 'withheld: not set', 'withheld: not to be seen') }
        : seen,
    ),
};

/** As wc(1) tells it. */
const NO_STDIN = Buffer.from("wc: 'standard input': Bad file descriptor\nwc: -: Bad file descriptor\n");

const withText = (bytes: Uint8Array, from: string, to: string): Uint8Array =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1');

export const LIMITS = parse(
  readFileSync(join(import.meta.dirname, 'limits.yaml'), 'utf8'),
) as readonly Limit[];
