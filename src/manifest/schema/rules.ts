import { z } from 'zod';
import type { NormaliserSpec, RedactorSpec } from '../spec.ts';
import type { Says } from './same.ts';
import { pattern, patternInLine, ruleName } from './words.ts';

/** A volatile part that is hidden from diffing. */
export const normaliser = z
  .strictObject({
    name: ruleName().describe('One that is built in, or of a farther manifest, is replaced or switched.'),
    pattern: pattern()
      .describe('In each line. A group named volatile is what is hidden; without one, all that is matched.')
      .exactOptional(),
    off: z.boolean().describe('Switches one: true hides nothing, false is on.').exactOptional(),
    command: z
      .string()
      .min(1)
      .describe('The command it is for: its name, or its first words. Default: all.')
      .exactOptional(),
    stream: z
      .enum(['stdin', 'stdout', 'stderr'])
      .describe('Default: all of them, and args too.')
      .exactOptional(),
    column: z
      .string()
      .min(1)
      .describe('Header of the column, or key, whose values it is for; blanks and case aside.')
      .exactOptional(),
    path: z
      .string()
      .min(1)
      .describe('Values in JSON and XML that it is for: $.nics[].mtu; * is any key, ** any keys.')
      .exactOptional(),
    identity: z
      .boolean()
      .describe('Whether equal values must stay equal, as ids. Default false, as times.')
      .exactOptional(),
    label: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .max(40)
      .describe('What is shown for a hidden part. Default: the name.')
      .exactOptional(),
  })
  .check((context) => {
    const { pattern: source, off, name: _, ...restricting } = context.value;
    if (source !== undefined) return;
    const [key] = Object.keys(restricting);
    const told = (message: string, path: string[]): void =>
      void context.issues.push({ code: 'custom', message, path, input: context.value });
    if (off === undefined) told('normaliser lacks one of pattern or off', []);
    else if (key !== undefined) told(`${key} needs a pattern beside it: off alone switches`, [key]);
  })
  .meta({
    id: 'normaliser',
    title: 'normaliser',
    anyOf: [{ required: ['pattern'] }, { required: ['off'] }],
  }) satisfies z.ZodType<NormaliserSpec>;

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
      name: ruleName().describe('A class that is built in, or one of a farther manifest.'),
      off: z.boolean().describe('Switches one: true looks for nothing, false is on.'),
    }),
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
