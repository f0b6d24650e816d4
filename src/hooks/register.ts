import type { ActionSpec } from './actions/spec.ts';
import { hookOf, ruleOf } from './compile.ts';
import { duration } from './duration.ts';
import type { HookHandler, HookOptions, HookRelease } from './handler.ts';
import { handling } from './handling.ts';
import { handlingAfter } from './handling-after.ts';
import type { Hook } from './hook.ts';
import type { Hooks } from './hooks.ts';
import type { MatchSpec } from './match/spec.ts';
import type { HookWorld } from './world.ts';

/** How long a handler may keep everybody waiting, unless told otherwise, ms. */
const LIMIT = 30_000;

/** Registers hooks of the test's own code. */
export type Register = (
  match: MatchSpec | string,
  what: HookHandler | ActionSpec | readonly ActionSpec[],
  options?: HookOptions,
) => HookRelease;

/** Code may run what it likes, by itself or as data. */
export function registering(hooks: Hooks, layer: number, world: HookWorld): Register {
  const ofCode = { ...world, allowRun: true };
  return (match, what, options = {}) => {
    const { limit, name = hooks.freeName(), ...rule } = options;
    const spec = { ...rule, name, match: typeof match === 'string' ? { target: match } : match };
    const handle = rule.when === 'after' ? handlingAfter : handling;
    const hook: Hook =
      typeof what === 'function'
        ? {
            ...ruleOf(spec, name, layer),
            actions: [handle(what, name, limit === undefined ? LIMIT : duration(limit), ofCode)],
            executes: true,
            spec: undefined,
          }
        : hookOf({ ...spec, do: what }, name, layer, ofCode);
    const release = hooks.add(hook);
    return Object.assign(release, { [Symbol.dispose]: release });
  };
}
