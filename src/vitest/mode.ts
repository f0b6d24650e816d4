import { existsSync } from 'node:fs';
import { TapeheadError } from '../errors.ts';
import { defaultMode, type Mode, MODES, planFor } from '../mode.ts';
import type { TestDeckOptions } from './options.ts';

/** What a test's deck does with its cassette. */
export interface Taping {
  mode: Mode;
  /** Undefined where there is none to play and none to be made. */
  cassette: string | undefined;
  records: boolean;
}

/**
 * @param updates whether vitest updates its snapshots
 * @throws TapeheadError USAGE for a TAPEHEAD_MODE that is none
 */
export function tapingOf(
  cassette: string,
  options: Pick<TestDeckOptions, 'mode' | 'upstream' | 'upstreams'>,
  env: NodeJS.ProcessEnv,
  updates: boolean,
): Taping {
  const hasUpstream = options.upstream !== undefined || options.upstreams !== undefined;
  const isThere = existsSync(cassette);
  const mode = hasUpstream ? (options.mode ?? namedMode(env) ?? usualMode(env, updates)) : 'none';
  const { records } = planFor(mode, isThere);
  return { mode, cassette: isThere || records ? cassette : undefined, records };
}

function namedMode({ TAPEHEAD_MODE: named }: NodeJS.ProcessEnv): Mode | undefined {
  if (named === undefined || named === '') return undefined;
  const mode = MODES.find((one) => one === named);
  if (mode) return mode;
  throw new TapeheadError(
    'USAGE',
    `TAPEHEAD_MODE is ${JSON.stringify(named)}`,
    `one of ${MODES.join(', ')}; all records anew`,
  );
}

/** A run in CI that is to record has to say so by TAPEHEAD_MODE. */
function usualMode(env: NodeJS.ProcessEnv, updates: boolean): Mode {
  const mode = defaultMode(env);
  return updates && mode !== 'none' ? 'all' : mode;
}
