import { z } from 'zod';
import type { ContentSpec, EndSpec, MockSpec } from '../../hooks/actions/spec.ts';
import type { Says } from './same.ts';
import { signal, time } from './words.ts';

const content = z
  .union([
    z.string(),
    z.strictObject({ file: z.string().min(1).describe('Beside the manifest.') }).meta({ title: 'file' }),
    z.strictObject({ base64: z.base64() }).meta({ title: 'base64' }),
  ])
  .describe('In text ${name} is what a pattern captured.') satisfies z.ZodType<ContentSpec>;

const exit = z.int().min(0).max(255);

const ends = { exit: exit.exactOptional(), signal: signal().exactOptional() };

/** How an answer ends. */
export const end = z
  .strictObject(ends)
  .check(endsOnce)
  .meta({ id: 'end', title: 'end' }) satisfies z.ZodType<EndSpec>;

const chunk = z.strictObject({
  stdout: content.exactOptional(),
  stderr: content.exactOptional(),
  delay: time().exactOptional(),
});

/** An answer made up. */
export const mock = z
  .strictObject({
    stdout: content.exactOptional(),
    stderr: content.exactOptional(),
    chunks: z.array(chunk).describe('Piece by piece, in place of stdout and stderr.').exactOptional(),
    ...ends,
  })
  .check(endsOnce)
  .check(({ value, issues }) => {
    if (!value.chunks || !('stdout' in value || 'stderr' in value)) return;
    issues.push({
      code: 'custom',
      message: 'chunks stand in place of stdout and stderr: say all of it in chunks',
      path: ['chunks'],
      input: value,
    });
  })
  .meta({ id: 'mock', title: 'mock' }) satisfies z.ZodType<MockSpec>;

true satisfies Says<MockSpec, z.output<typeof mock>>;
true satisfies Says<EndSpec, z.output<typeof end>>;

function endsOnce({ value, issues }: z.core.ParsePayload<EndSpec>): void {
  if (value.exit === undefined || value.signal === undefined) return;
  const message = 'an answer ends by exit or by signal, not by both';
  issues.push({ code: 'custom', message, path: ['signal'], input: value });
}
