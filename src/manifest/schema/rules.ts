import { z } from 'zod';
import type { NormaliserSpec, RedactorSpec } from '../spec.ts';
import type { Says } from './same.ts';
import { pattern, patternInLine, ruleName } from './words.ts';

/** A volatile part that is hidden from diffing. */
export const normaliser = z
  .strictObject({
    name: ruleName(),
    pattern: pattern(),
    command: z.string().min(1).describe('The one command it is for, by name. Default: all.').exactOptional(),
    stream: z
      .enum(['stdin', 'stdout', 'stderr'])
      .describe('Default: all of them, and args too.')
      .exactOptional(),
  })
  .meta({ id: 'normaliser', title: 'normaliser' }) satisfies z.ZodType<NormaliserSpec>;

/** As it stands in recordings. */
const label = () => z.string().regex(/^[a-z][a-z0-9-]*$/);

const redacted = {
  name: label(),
  in: z
    .array(z.enum(['argv', 'env', 'stdin', 'stdout', 'stderr']))
    .min(1)
    .describe('Default: everywhere. argv is a shell string too.')
    .exactOptional(),
  class: label()
    .describe('What recordings call it; values of one class stand for one another. Default: the name.')
    .exactOptional(),
};

/** A secret. */
export const redactor = z
  .union([
    z.strictObject({
      ...redacted,
      pattern: patternInLine().describe(
        'Looked for in each line. A group named secret is what is replaced; without one, all that is matched.',
      ),
    }),
    z.strictObject({
      ...redacted,
      lines: z
        .strictObject({ from: patternInLine(), until: patternInLine() })
        .describe('The lines between one in which from is found and the next in which until is.')
        .meta({ title: 'lines' }),
    }),
  ])
  .meta({ id: 'redactor', title: 'redactor' }) satisfies z.ZodType<RedactorSpec>;

true satisfies Says<NormaliserSpec, z.output<typeof normaliser>>;
true satisfies Says<RedactorSpec, z.output<typeof redactor>>;
