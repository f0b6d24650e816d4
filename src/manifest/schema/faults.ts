import { z } from 'zod';
import type { FaultSpec } from '../../hooks/faults/spec.ts';
import { end } from './content.ts';
import type { Says } from './same.ts';
import { count, rate, signal, stream, time } from './words.ts';

const seed = z.int().exactOptional();

const distribution = z
  .union([
    z.strictObject({ uniform: z.tuple([time(), time()]) }),
    z.strictObject({ normal: z.strictObject({ mean: time(), deviation: time() }) }),
    z.strictObject({ exponential: z.strictObject({ mean: time() }) }),
  ])
  .meta({ id: 'distribution', title: 'distribution' });

const scattered = z.strictObject({ stream: stream(), chance: z.number().min(0).max(1) });

const after = z.strictObject({ after: count().describe('Bytes.') });

/** Something that is broken on purpose. */
export const fault = z
  .union([
    z.strictObject({ latency: z.union([time(), distribution]), seed }),
    z.strictObject({ trickle: rate() }),
    z.strictObject({
      truncate: z.strictObject({
        stream: stream(),
        after: count().describe('Bytes.'),
        inside: z.literal('character').exactOptional(),
      }),
      // oxlint-disable-next-line unicorn/no-thenable -- it is a key of data
      then: end.exactOptional(),
    }),
    z.strictObject({ cut: z.strictObject({ stream: stream() }) }),
    z.strictObject({ duplicate: scattered, seed }),
    z.strictObject({ corrupt: scattered, seed }),
    z.strictObject({ flood: z.strictObject({ stream: stream(), bytes: count() }) }),
    z.strictObject({ hang: z.union([z.literal(true), after]) }),
    z.strictObject({ exit: z.int().min(0).max(255) }),
    z.strictObject({ signal: signal() }),
    z.strictObject({ status: z.literal('none') }),
    z.strictObject({ drop: after }),
    z.strictObject({ refuse: z.enum(['authentication', 'channel', 'execution']) }),
    z.strictObject({ stdin: z.literal('unread') }),
  ])
  .meta({ id: 'fault', title: 'fault' }) satisfies z.ZodType<FaultSpec>;

true satisfies Says<FaultSpec, z.output<typeof fault>>;
