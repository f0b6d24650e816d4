import type { AskedCall } from '../calls.ts';
import type { LookedInvocation } from '../hooks/match/matcher.ts';
import { redactAsk } from '../redact/head.ts';
import type { Secrets } from '../redact/secrets.ts';
import { processOf } from './asking-process.ts';

/**
 * What is shown of a call as it is asked.
 *
 * @param time in ms since the epoch
 */
export function askedCall(
  invocation: LookedInvocation,
  number: number,
  time: number,
  secrets: Secrets,
): AskedCall {
  const { door, origin, user, tty, caller } = invocation;
  const { asked } = redactAsk(invocation, [], secrets);
  const call = { number, time, door, origin, user, asked, tty: tty !== undefined };
  return caller ? { ...call, caller: processOf(caller) } : call;
}
