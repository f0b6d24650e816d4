import type { Clock } from './clock.ts';
import type { DeckOptions } from './deck-options.ts';
import { hookOf } from './hooks/compile.ts';
import { Hooks } from './hooks/hooks.ts';
import type { HookWorld } from './hooks/world.ts';

/** The layer of hooks that a test brings: the image's is 0, and a suite's lie between. */
export const TEST_LAYER = 1000;

const DEFAULT_SEED = 1;

/** What the hooks of a deck may use, where they come from no file. */
export function hookWorld({ allowRun = false, seed = DEFAULT_SEED }: DeckOptions, clock: Clock): HookWorld {
  return { clock, folder: undefined, allowRun, seed, log: () => undefined };
}

/**
 * The hooks that a deck begins with.
 *
 * @throws TapeheadError BAD_HOOK, BAD_PATTERN, NOT_ALLOWED, USAGE
 */
export function openHooks({ hooks: specs = [] }: DeckOptions, world: HookWorld): Hooks {
  const hooks = new Hooks();
  for (const [i, spec] of specs.entries()) {
    hooks.add(hookOf(spec, spec.name ?? `hook-${i + 1}`, TEST_LAYER, world));
  }
  return hooks;
}
