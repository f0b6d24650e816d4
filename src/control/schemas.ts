import { z } from 'zod';
import { hook as hookSpec } from '../manifest/schema/hook.ts';
import type { SchemaName } from './schema-names.ts';

const error = z
  .strictObject({
    code: z
      .string()
      .describe('Stable, to branch on; CONTROL_REFUSED where the status says all there is to say.'),
    message: z.string().describe('What is wrong.'),
    remedy: z.string().describe('What to try.'),
  })
  .describe('Why a request was not done.');

const count = z.int().min(0);

const health = z.strictObject({
  status: z.literal('ok'),
  version: z.string().describe('Of tapehead.'),
  calls: count.describe('Invocations that came so far.'),
});

const states = z.strictObject({
  states: z.array(
    z.strictObject({
      origin: z.string(),
      of: z.string().describe('The thing that the state is of.'),
      state: z.string(),
    }),
  ),
});

const reset = z.strictObject({
  origin: z.string().optional().describe('Only this origin. Default: all.'),
});

const hook = z.strictObject({
  name: z.string(),
  when: z.enum(['before', 'miss', 'after']),
  layer: count.describe('0 is that of the image; the higher, the nearer to the test.'),
  spec: z.union([hookSpec, z.null()]).describe('As it was given; null where it is code.'),
  image: z
    .strictObject({
      name: z.string(),
      origins: z.array(z.string()).describe('Those that run in it and have called, the first 100.'),
      count: count.describe('Of all of them.'),
    })
    .optional()
    .describe('That has brought it along: it is for these origins alone.'),
});

/** Bytes: text where they are UTF-8. */
const bytes = z
  .union([z.strictObject({ text: z.string() }), z.strictObject({ base64: z.string() })])
  .describe('Bytes: as text where they are UTF-8, else in base64.');

const asked = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('argv'), argv: z.array(bytes) }),
  z.strictObject({ kind: z.literal('string'), command: bytes }),
  z.strictObject({ kind: z.literal('session') }),
  z.strictObject({ kind: z.literal('subsystem'), name: z.string() }),
]);

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exited'), code: z.int() }),
  z.looseObject({ kind: z.literal('signalled'), name: z.string(), core: z.boolean() }),
  z.strictObject({ kind: z.literal('lost'), reason: z.string() }),
  z.strictObject({ kind: z.literal('refused'), reason: z.string() }),
  z.looseObject({ kind: z.literal('unknown') }),
]);

const trouble = { code: z.string(), reason: z.string(), remedy: z.string().optional() };

const provenance = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('cassette'),
    file: z.string(),
    recording: z.int().min(1),
    normalisers: z
      .array(z.string())
      .optional()
      .describe('Those by which what was asked counted as what was taped, which it is not.'),
  }),
  z.strictObject({
    from: z.literal('upstream'),
    url: z.string(),
    taped: z.boolean(),
    trouble: z.strictObject(trouble).optional(),
  }),
  ...(['hook', 'fault'] as const).map((from) =>
    z.strictObject({ from: z.literal(from), hook: z.string(), trouble: z.strictObject(trouble).optional() }),
  ),
  z.strictObject({
    from: z.literal('passthrough'),
    hook: z.string().optional(),
    failure: z.string().optional(),
  }),
  z.strictObject({
    from: z.literal('profile'),
    profile: z.string(),
    notImplemented: z.string().optional().describe('What it does not have, and a real host may.'),
  }),
  z.strictObject({ from: z.literal('miss'), reason: z.string() }),
  z.strictObject({ from: z.literal('trouble'), ...trouble }),
]);

const length = count.describe('How many bytes went over it.');
const truncated = z.boolean().describe('Whether they were more than are kept.');

const stream = z
  .union([
    z.strictObject({ text: z.string(), length, truncated }),
    z.strictObject({ base64: z.string(), length, truncated }),
  ])
  .describe('The beginning of a stream, as far as it is kept; secrets in it are replaced.');

const caller = z
  .strictObject({
    pid: count,
    parent: count,
    uid: count,
    gid: count,
    umask: z.string().describe('In octal.'),
    target: bytes,
    cwd: bytes.optional(),
  })
  .describe('The process that asked, at a door on its own machine.');

const executed = z
  .strictObject({
    argv: z.array(bytes).optional(),
    env: z.record(z.string(), z.union([bytes, z.null()])).optional(),
    cwd: bytes.optional(),
  })
  .describe('What of it was executed otherwise, as hooks have modified it; null: a variable taken away.');

const invoker = z.strictObject({ pid: count, executable: bytes, argv: z.array(bytes) });

const call = z
  .strictObject({
    place: z.int().min(1).describe('Counts the answers of the deck.'),
    number: z.int().min(1).describe('Counts what the deck was asked.'),
    time: z.number().describe('When it was asked, in ms since the epoch.'),
    door: z.string(),
    origin: z.string(),
    user: z.string().optional(),
    asked,
    tty: z.boolean(),
    caller: caller.optional(),
    executed: executed.optional(),
    provenance: provenance.describe('Who answered.'),
    outcome: outcome.optional().describe('How it ended; not there where nothing was answered.'),
    hooks: z.array(z.string()).describe('Names of the hooks that had a turn with it, in order.'),
    duration: count.describe('From asked to answered, in µs.'),
    invokers: z
      .array(invoker)
      .optional()
      .describe('The ancestors of the caller, the nearest first, where the deck asks for them.'),
    streams: z
      .strictObject({ stdin: stream, stdout: stream, stderr: stream })
      .optional()
      .describe('Where the deck keeps them.'),
  })
  .describe('An invocation that was answered. Secrets in it are replaced.');

const calls = z.strictObject({
  calls: z.array(call),
  lost: count.describe('Calls asked for that are kept no more.'),
  last: count.describe('The place of the last call that was answered: `since` for the next time.'),
});

const cassette = z.strictObject({
  path: z.string(),
  recordings: count,
  played: count.describe('Recordings that were played, by whatever origin.'),
});

const insert = z.strictObject({ path: z.string().min(1) });

/** What the control API takes and gives. */
export const SCHEMAS: Readonly<Record<SchemaName, z.ZodType>> = {
  Error: error,
  Health: health,
  States: states,
  Reset: reset,
  HookSpec: hookSpec,
  Hook: hook,
  Hooks: z.strictObject({ hooks: z.array(hook) }),
  Call: call,
  Calls: calls,
  Cassette: cassette,
  Cassettes: z.strictObject({ cassettes: z.array(cassette) }),
  Insert: insert,
  Host: z.looseObject({}).describe('A host of the profile: docs/esxi-host.schema.json has all of it.'),
  Document: z.looseObject({ openapi: z.string() }),
};
