import { z } from 'zod';
import type { ActionSpec, ModifySpec, RewriteSpec, RunSpec } from '../../hooks/actions/spec.ts';
import { end, mock } from './content.ts';
import { fault } from './faults.ts';
import { text } from './match.ts';
import type { Says } from './same.ts';
import { jsonPointer, pattern, stream, time, variable } from './words.ts';

const modify = z
  .strictObject({
    target: z.string().min(1).describe('Absolute path or command name; argv[0] with it.').exactOptional(),
    args: z.array(z.string()).describe('In place of all the arguments.').exactOptional(),
    env: z
      .record(variable(), z.union([z.string(), z.null()]))
      .describe('Null takes a variable away.')
      .exactOptional(),
    cwd: z.string().exactOptional(),
  })
  .meta({ id: 'modify', title: 'modify' }) satisfies z.ZodType<ModifySpec>;

const rewrite = z
  .union([
    z.strictObject({ stream: stream(), text: z.string().min(1), with: z.string() }),
    z.strictObject({ stream: stream(), pattern: pattern(), with: z.string() }),
    z.strictObject({
      stream: stream(),
      csv: z.strictObject({ column: z.string(), where: z.record(z.string(), text).exactOptional() }),
      with: z.string(),
    }),
    z.strictObject({
      stream: stream(),
      json: jsonPointer().describe('A JSON Pointer (RFC 6901), in which * stands for every member.'),
      with: z.unknown(),
    }),
    z.strictObject({ outcome: end }),
  ])
  .meta({ id: 'rewrite', title: 'rewrite' }) satisfies z.ZodType<RewriteSpec>;

const run = z
  .strictObject({
    argv: z
      .array(z.string())
      .min(1)
      .describe('A program and its arguments; a path with a slash is relative to the manifest.'),
    limit: time().describe('Until it has ended. Default 60 s.').exactOptional(),
  })
  .meta({ id: 'run', title: 'run' }) satisfies z.ZodType<RunSpec>;

/** One thing that a hook does. */
export const action = z
  .union([
    z.strictObject({ mock: oneOrMore(mock).describe('An answer; of several each turn takes the next.') }),
    z.strictObject({
      passthrough: z.literal(true).describe('The shadowed original answers. Needs --allow-run.'),
    }),
    z.strictObject({ modify: modify.describe('What is asked becomes another.') }),
    z.strictObject({ rewrite: oneOrMore(rewrite).describe('What is answered becomes another.') }),
    z.strictObject({ run: run.describe('A program answers. Needs --allow-run.') }),
    z.strictObject({ log: z.string().describe('Says something in the log of the deck.') }),
    z.strictObject({ fault: oneOrMore(fault).describe('Something is broken on purpose.') }),
  ])
  .meta({ id: 'action', title: 'action' }) satisfies z.ZodType<ActionSpec>;

true satisfies Says<ActionSpec, z.output<typeof action>>;

export function oneOrMore<T extends z.ZodType>(schema: T) {
  return z.union([schema, z.array(schema).min(1)]);
}
