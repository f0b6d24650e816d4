import { z } from 'zod';
import type { Says } from '../manifest/schema/same.ts';
import type { VerifyReport } from '../verified.ts';

const count = z.int().min(0);
const microseconds = z.number().min(0).describe('µs');
const stream = z.enum(['stdout', 'stderr']);

const difference = z
  .object({
    field: z.union([z.literal('outcome'), stream]),
    path: z.string().describe('Where in it; empty for all of it.'),
    kind: z.enum(['added', 'removed', 'changed', 'type-changed', 'order']),
    severity: z.enum(['outcome', 'structure', 'value']),
    recorded: z.string().exactOptional(),
    current: z.string().exactOptional(),
  })
  .meta({ id: 'difference', title: 'difference' });

const hunk = z
  .object({
    recordedStart: count.describe('From 1.'),
    currentStart: count.describe('From 1.'),
    lines: z.array(
      z.object({
        kind: z.enum(['same', 'removed', 'added']),
        parts: z.array(z.object({ text: z.string(), changed: z.boolean() })),
      }),
    ),
  })
  .meta({ id: 'hunk', title: 'hunk' });

const streamDiff = z
  .object({
    stream,
    format: z.enum(['json', 'csv', 'xml', 'keyvalue', 'table', 'blocks', 'text', 'binary']),
    hunks: z.array(hunk),
    leftOut: count.describe('Lines that were left out.'),
  })
  .meta({ id: 'streamDiff', title: 'diff of a stream' });

const recording = z
  .object({
    cassette: z.string().describe('Path of the cassette as it was named.'),
    index: count.describe('From 0.'),
    origin: z.string(),
    host: z.string().describe('URL of the upstream, without a password.'),
    command: z.string().describe('What was asked, on one line.'),
    name: z.string().describe("The command's name."),
    verdict: z.enum(['same', 'same after normalising', 'drift', 'could not check', 'not run']),
    reason: z.string().describe('Why it was not run, or could not be checked.').exactOptional(),
    differences: z.array(difference).describe('Not all are kept.'),
    count: count.describe('How many differences there are.'),
    normalised: z.array(z.string()).describe('Normalisers without which more would differ.'),
    streams: z.array(streamDiff),
    duration: z.object({ recorded: microseconds, current: microseconds.exactOptional() }),
    pace: z.enum(['slower', 'faster']).exactOptional(),
  })
  .meta({ id: 'recording', title: 'recording' });

const known = z.string().exactOptional();
const fingerprint = z.object({
  hostKey: known,
  server: known,
  system: known,
  os: known,
  version: known,
  build: known,
  machine: known,
});

const host = z.object({
  origin: z.string(),
  url: z.string(),
  recorded: fingerprint,
  current: fingerprint,
  differs: z.string().describe('What differs, such as another build.').exactOptional(),
});

const cassette = z.object({
  path: z.string(),
  digest: z.string().describe('SHA-256 of the file, hexadecimal.'),
  recordings: z.int().min(0).max(1_000_000), // what is said to be missing is made, one by one
  day: z.string().describe('YYYY-MM-DD: when it was taped.'),
  stamped: z.string().describe('YYYY-MM-DD: when it was last seen to be true.').exactOptional(),
  age: z.number().describe('Days since the later of the two.'),
  expired: z.boolean().exactOptional(),
});

const position = z.int().min(1).max(100_000);
const shard = z.object({ index: position, of: position });

/** A JSON report, as it is read back. Keys that this release does not know are passed over. */
export const verifyReport = z.object({
  version: z.literal(1),
  tapehead: z.string().describe('Version of tapehead.'),
  started: z.string().describe('ISO 8601, in UTC.'),
  duration: microseconds,
  shards: z.array(shard).describe('Empty where the run was not shared out.'),
  hosts: z.array(host),
  cassettes: z.array(cassette),
  recordings: z.array(recording),
});

true satisfies Says<VerifyReport, z.output<typeof verifyReport>>;
