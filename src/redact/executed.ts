import type { ExecutedOtherwise, ExecutedSlot } from '../cassette/recording.ts';
import type { Modified } from '../invocation.ts';
import { redactAsk } from './head.ts';
import type { Secrets } from './secrets.ts';

const NOTHING = new Uint8Array();

/** What a hook has changed of an invocation, as it is taped: with tokens where secrets were, as in what was asked. */
export function redactExecuted(modified: Modified, secrets: Secrets): ExecutedOtherwise {
  const { argv, cwd } = modified;
  const changed = changedVariables(modified);
  const values = changed.map(([name, value]) => [name, value ?? NOTHING] as const);
  const { asked, env, slots } = redactAsk(
    { asked: argv ? { kind: 'argv', argv } : { kind: 'session' } },
    cwd ? [...values, ['the folder', cwd]] : values,
    secrets,
  );
  return {
    ...(asked.kind === 'argv' && { argv: asked.argv }),
    env: changed.map(([name, value], i) => [name, value && (env[i]?.[1] ?? value)] as const),
    ...(cwd && { cwd: env.at(-1)?.[1] ?? cwd }),
    slots: slots.map(({ value: _, field, index, ...slot }): ExecutedSlot => {
      if (field === 'env' && index === changed.length) return { ...slot, field: 'cwd', index: 0 };
      return { ...slot, field: field === 'env' ? 'env' : 'argv', index };
    }),
  };
}

/** The same with nothing redacted. */
export const executedAsIs = (modified: Modified): ExecutedOtherwise => ({
  argv: modified.argv,
  env: changedVariables(modified),
  cwd: modified.cwd,
  slots: [],
});

/** Those set and those taken away, sorted by name. */
const changedVariables = ({ set, unset }: Modified): ExecutedOtherwise['env'] =>
  [...set, ...unset.map((name) => [name, null] as const)].sort(([a], [b]) => (a < b ? -1 : 1));
