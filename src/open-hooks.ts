import type { Clock } from './clock.ts';
import type { DeckOptions } from './deck-options.ts';
import { TapeheadError } from './errors.ts';
import { hookOf } from './hooks/compile.ts';
import type { Hook } from './hooks/hook.ts';
import { Hooks } from './hooks/hooks.ts';
import type { HookWorld } from './hooks/world.ts';
import { envToExecute } from './invocation.ts';
import type { Releases } from './releases.ts';
import type { UpstreamsByOrigin } from './upstreams/by-origin.ts';
import { withStdinForwarding } from './upstreams/forwarded-stdin.ts';
import { openLocal } from './upstreams/local/local.ts';

/** The layer of hooks that a test brings: the image's is 0, and a suite's lie between. */
export const TEST_LAYER = 1000;

const DEFAULT_SEED = 1;

/** What the hooks of a deck may use, where they come from no file. */
export function hookWorld(
  { allowRun = false, seed = DEFAULT_SEED, forwardEnv = [], stdinForwarding = 'auto' }: DeckOptions,
  clock: Clock,
  upstreams: UpstreamsByOrigin | undefined,
  releases: Releases,
): HookWorld {
  return {
    ...{ clock, folder: undefined, allowRun, seed },
    programs: withStdinForwarding(releases.use(openLocal()), stdinForwarding),
    ...(upstreams && {
      execute: (invocation, stdio) => {
        const env = envToExecute(invocation, forwardEnv);
        return upstreams.of(invocation.origin).execute({ ...invocation, env }, stdio);
      },
    }),
  };
}

/**
 * The hooks that a deck begins with: those of manifests, which lie in layers below, and the test's.
 *
 * @throws TapeheadError BAD_HOOK, BAD_PATTERN, NOT_ALLOWED, USAGE; DOOR_UNSAFE where a door is open to all
 */
export function openHooks(
  { hooks: specs = [], ssh = [] }: DeckOptions,
  ofManifests: readonly Hook[],
  world: HookWorld,
): Hooks {
  const hooks = new Hooks(admission({ ssh }));
  for (const hook of ofManifests) hooks.add(hook);
  for (const [i, spec] of specs.entries()) {
    hooks.add(hookOf(spec, spec.name ?? `hook-${i + 1}`, TEST_LAYER, world));
  }
  return hooks;
}

/** Throws where a hook is none for these doors: DOOR_UNSAFE. */
export function admission(options: Pick<DeckOptions, 'ssh'>): (hook: Hook) => void {
  const isOpen = isOpenToAll(options);
  return (hook) => {
    if (isOpen && hook.executes) throw unsafe(hook);
  };
}

/** Whether a door is there that lets in anyone. */
export const isOpenToAll = ({ ssh = [] }: Pick<DeckOptions, 'ssh'>): boolean =>
  ssh.some(({ auth }) => auth?.kind === 'none');

const unsafe = ({ name, spec }: Hook): TapeheadError =>
  new TapeheadError(
    'DOOR_UNSAFE',
    `a door without authentication would let anyone execute what hook ${JSON.stringify(name)} runs`,
    spec === undefined
      ? 'leave out auth none, or say what the hook does as data: code may do anything'
      : 'leave out auth none: each start makes a password and a key of its own',
  );
