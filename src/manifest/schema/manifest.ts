import { z } from 'zod';
import type { ManifestSpec } from '../spec.ts';
import { oneOrMore } from './actions.ts';
import { hook, transform } from './hook.ts';
import { matching } from './matching.ts';
import { normaliser, redactor } from './rules.ts';
import type { Says } from './same.ts';
import { variable } from './words.ts';

const profile = z.strictObject({
  name: z.string().min(1),
  host: z
    .union([z.string().min(1), z.record(z.string(), z.unknown())])
    .describe('What describes the host: a file, by its path from here, or the description itself.')
    .exactOptional(),
});

/** A manifest. */
export const manifest = z
  .strictObject({
    version: z.literal(1).describe('Of the format.'),
    $schema: z.string().exactOptional(),
    extends: oneOrMore(z.string().min(1))
      .describe('Manifests one layer below, by their paths from here; of several the later is the nearer.')
      .exactOptional(),
    env: z
      .array(variable())
      .describe('The only variables that leave a shim; they are forwarded, and may be taped.')
      .exactOptional(),
    matching: matching.exactOptional(),
    repeat: z
      .enum(['last', 'never', 'cycle'])
      .describe('Past the last recording of a command. Default last.')
      .exactOptional(),
    order: z.enum(['any', 'strict']).describe('strict: as recorded. Default any.').exactOptional(),
    pace: z
      .union([z.enum(['instant', 'recorded']), z.number().positive()])
      .describe('instant (default), recorded, or how many times faster.')
      .exactOptional(),
    miss: z
      .enum(['fail', 'passthrough'])
      .describe('passthrough: a shim runs its original. Needs --allow-run. Default fail.')
      .exactOptional(),
    seed: z.int().describe('What faults draw from that name no seed of their own.').exactOptional(),
    profile: z
      .union([z.string().min(1), profile])
      .describe('A model of a host that answers what no recording does: esxi.')
      .exactOptional(),
    transforms: z
      .array(transform)
      .describe('How answers of this image differ from those taped: hooks that are always after.')
      .exactOptional(),
    hooks: z.array(hook).describe('What should happen.').exactOptional(),
    normalisers: z
      .array(normaliser)
      .describe('What differs from run to run, and is hidden from diffing.')
      .exactOptional(),
    redactors: z
      .array(redactor)
      .describe('Secrets, that reach neither disk, log nor screen.')
      .exactOptional(),
  })
  .meta({ title: 'manifest' }) satisfies z.ZodType<ManifestSpec>;

true satisfies Says<ManifestSpec, z.output<typeof manifest>>;
