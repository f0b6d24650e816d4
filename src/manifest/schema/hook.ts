import { z } from 'zod';
import type { HookSpec } from '../../hooks/spec.ts';
import type { TransformSpec } from '../spec.ts';
import { action, oneOrMore } from './actions.ts';
import { match } from './match.ts';
import type { Says } from './same.ts';
import { ruleName } from './words.ts';

const counting = z.int().min(1);

const rule = {
  name: ruleName().describe('Unique; one of a farther manifest by that name is replaced.').exactOptional(),
  match: match.describe('Default: every invocation.').exactOptional(),
  nth: oneOrMore(counting)
    .describe('Of the invocations that match, from 1: those it acts on. Default: all.')
    .exactOptional(),
  times: counting.describe('How often it acts in an origin.').exactOptional(),
  state: z
    .strictObject({ of: z.string(), needs: z.string().exactOptional(), sets: z.string().exactOptional() })
    .describe(
      'It acts only where the thing `of` is in the state `needs`, and puts it into `sets`. The first state is start.',
    )
    .meta({ title: 'state' })
    .exactOptional(),
  do: oneOrMore(action).describe('In this order; what answers comes last.'),
};

/** A hook as data. */
export const hook = z
  .strictObject({
    ...rule,
    when: z
      .enum(['before', 'miss', 'after'])
      .describe(
        'before: goes before recordings; miss (default): where nothing matches; after: sees what is answered.',
      )
      .exactOptional(),
  })
  .meta({ id: 'hook', title: 'hook' }) satisfies z.ZodType<HookSpec>;

/** A hook of an image, that has its turn when an answer is there. */
export const transform = z
  .strictObject({ ...rule, when: z.literal('after').describe('As every transform is.').exactOptional() })
  .meta({ id: 'transform', title: 'transform' }) satisfies z.ZodType<TransformSpec>;

true satisfies Says<HookSpec, z.output<typeof hook>>;
true satisfies Says<TransformSpec, z.output<typeof transform>>;
