import type { Caller } from '../../caller.ts';
import { TapeheadError } from '../../errors.ts';
import type { Action, Step } from '../hook.ts';
import type { Invocation } from '../../invocation.ts';
import type { Executed } from '../../upstreams/upstream.ts';
import type { HookWorld } from '../world.ts';

/**
 * The shadowed original answers: in the caller's place where nothing stands between the two, else as its child.
 *
 * @throws TapeheadError NOT_ALLOWED
 */
export function passingThrough(world: HookWorld): Action {
  if (!world.allowRun) {
    throw new TapeheadError(
      'NOT_ALLOWED',
      'a hook with passthrough runs an original, which is not allowed',
      '--allow-run, if you trust whoever wrote it',
    );
  }
  return async ({ invocation, client }, stdio) => {
    const caller = callerOf(invocation);
    return passedThrough(
      stdio === client
        ? await caller.original.replace()
        : await caller.original.observe(stdio, await caller.sharesStdin()),
    );
  };
}

/** Whose original can answer. @throws TapeheadError NO_ORIGINAL */
export function callerOf({ caller, door }: Invocation): Caller {
  if (caller) return caller;
  throw new TapeheadError(
    'NO_ORIGINAL',
    `nothing can be passed through: no original stands behind a client of door ${door}`,
    'let the hook match `door: shim` only',
  );
}

/** @param executed undefined where nothing more was seen of it */
export function passedThrough(executed: Executed | undefined): Extract<Step, { kind: 'answered' }> {
  const { outcome, failure } = executed ?? {};
  return { kind: 'answered', from: 'passthrough', outcome, ...(failure !== undefined && { failure }) };
}
