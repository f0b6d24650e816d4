import { z } from 'zod';
import type { ArgSpec, MatchSpec, TextSpec } from '../../hooks/match/spec.ts';
import type { Says } from './same.ts';
import { pattern, variable } from './words.ts';

const patternSpec = z
  .strictObject({
    pattern: pattern().describe('Found anywhere in the text unless anchored; named groups are captured.'),
  })
  .meta({ id: 'pattern', title: 'pattern' });

export const text = z
  .union([z.string(), patternSpec])
  .meta({ id: 'text', title: 'text' }) satisfies z.ZodType<TextSpec>;

const arg = z
  .union([z.string(), patternSpec, z.strictObject({ literal: z.string() }).meta({ title: 'literal' })])
  .describe('Itself; * is any one, ** any number of them.') satisfies z.ZodType<ArgSpec>;

/** Which invocations a hook is for. */
export const match = z
  .strictObject({
    target: z
      .string()
      .min(1)
      .describe('Glob: without a slash of the command name, else of the path that was executed.')
      .exactOptional(),
    args: z
      .union([z.array(arg), z.strictObject({ set: z.array(arg) }).meta({ title: 'set' })])
      .describe('In order; or as a set, in any order.')
      .exactOptional(),
    shell: text.describe('The command of a shell, be it simple or not.').exactOptional(),
    session: z.boolean().describe('A shell session was asked for, or not.').exactOptional(),
    subsystem: z.string().exactOptional(),
    origin: text.exactOptional(),
    user: text.exactOptional(),
    door: z.enum(['ssh', 'shim']).exactOptional(),
    invoker: text.describe("Of any ancestor's executable, or of its argv joined by blanks.").exactOptional(),
    env: z
      .record(variable(), z.union([text, z.null()]))
      .describe('Of variables that came; null: it did not.')
      .exactOptional(),
    cwd: z.string().exactOptional(),
    tty: z.boolean().exactOptional(),
  })
  .meta({ id: 'match', title: 'match' }) satisfies z.ZodType<MatchSpec>;

true satisfies Says<MatchSpec, z.output<typeof match>>;
