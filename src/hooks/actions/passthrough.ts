import { TapeheadError } from '../../errors.ts';
import type { Action } from '../hook.ts';
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
    const { caller, door } = invocation;
    if (!caller) {
      throw new TapeheadError(
        'NO_ORIGINAL',
        `nothing can be passed through: no original stands behind a client of door ${door}`,
        'let the hook match `door: shim` only',
      );
    }
    const executed =
      stdio === client
        ? await caller.original.replace()
        : await caller.original.observe(stdio, await caller.sharesStdin());
    const { outcome, failure } = executed ?? {};
    return { kind: 'answered', from: 'passthrough', outcome, ...(failure !== undefined && { failure }) };
  };
}
