import type { Action } from '../hook.ts';
import type { HookWorld } from '../world.ts';
import { fillIn } from './content.ts';

/** Says something in the log of the deck; the answer flows on. */
export function logging(message: string, world: HookWorld): Action {
  const text = fillIn(message);
  return ({ invocation, captures }, stdio) => {
    world.log(Buffer.from(text(captures)).toString());
    return { kind: 'on', invocation, stdio };
  };
}
