import type { Action } from '../hook.ts';
import { fillIn } from './content.ts';

/** Says something in the log of the deck; the answer flows on. */
export function logging(message: string): Action {
  const text = fillIn(message);
  return ({ invocation, captures, log }, stdio) => {
    log(Buffer.from(text(captures)).toString());
    return { kind: 'on', invocation, stdio };
  };
}
