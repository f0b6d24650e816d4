import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Observation } from './observation.ts';

/** From the client to the host; to a deck that records; to one that replays. */
export type Way = 'straight' | 'recording' | 'replay';

/** A cell of the table that is not as it should be, as limits.yaml has it. */
export interface Limit {
  case: string;
  door: 'ssh';
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
};

export const LIMITS = parse(
  readFileSync(join(import.meta.dirname, 'limits.yaml'), 'utf8'),
) as readonly Limit[];
