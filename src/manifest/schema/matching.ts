import { z } from 'zod';
import type { MatchField } from '../../deck-options.ts';
import type { MatchingSpec } from '../spec.ts';
import type { Says } from './same.ts';
import { pattern, ruleName, time } from './words.ts';

const field = z
  .union([
    z.enum(['path', 'cwd', 'user', 'origin']),
    z.templateLiteral(['env:', z.string().regex(/[A-Za-z_][A-Za-z0-9_]*/)]),
  ])
  .describe('path, cwd, user, origin, or env:NAME.') satisfies z.ZodType<MatchField>;

/** How recordings are found. */
export const matching = z
  .strictObject({
    match: z
      .array(field)
      .describe('Fields that must be equal beside the key, and so are taped.')
      .exactOptional(),
    tty: z.enum(['match', 'ignore']).describe('Default match.').exactOptional(),
    volatile: z
      .array(pattern())
      .describe('Patterns of what counts as equal in args, shell strings and stdin.')
      .exactOptional(),
    stdin: z.enum(['auto', 'ignore', 'exact']).describe('Default auto.').exactOptional(),
    stdinTimeout: time().describe('How long output waits for its stdin. Default 30s.').exactOptional(),
    normalise: z
      .array(ruleName())
      .describe('Names of normalisers whose patterns count as volatile, too.')
      .exactOptional(),
  })
  .describe('How recordings are found.')
  .meta({ id: 'matching', title: 'matching' }) satisfies z.ZodType<MatchingSpec>;

true satisfies Says<MatchingSpec, z.output<typeof matching>>;
