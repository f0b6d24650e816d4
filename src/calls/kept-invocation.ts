import type { AskingProcess } from '../calls.ts';
import type { LookedInvocation } from '../hooks/match/matcher.ts';
import type { Asked, Invocation } from '../invocation.ts';

/** What an invocation takes beside its bytes, about. */
const INVOCATION_COST = 1024;

/** An invocation that may be kept for long: nothing behind it is held, neither a process nor what its bytes came in. */
export function keptInvocation(invocation: Invocation): LookedInvocation {
  const { asked, env, caller, tty, origin, door, user } = invocation;
  return {
    asked: ownAsked(asked),
    env: env.size === 0 ? NO_ENV : new Map(Array.from(env, ([name, value]) => [name, own(value)])),
    tty,
    origin,
    door,
    user,
    ...(caller && { caller: processOf(caller) }),
  };
}

/** Bytes of memory that it takes, about. */
export function costOf({ asked, env }: LookedInvocation): number {
  const words = asked.kind === 'argv' ? asked.argv : asked.kind === 'string' ? [asked.command] : [];
  let cost = INVOCATION_COST;
  for (const word of words) cost += word.length;
  for (const value of env.values()) cost += value.length;
  return cost;
}

const NO_ENV: ReadonlyMap<string, Uint8Array> = new Map();

function ownAsked(asked: Asked): Asked {
  if (asked.kind === 'argv') return { kind: 'argv', argv: asked.argv.map(own) };
  return asked.kind === 'string' ? { kind: 'string', command: own(asked.command) } : asked;
}

/** A part of something larger would keep all of that. */
const own = (bytes: Uint8Array): Uint8Array => Buffer.from(bytes);

const processOf = ({ pid, parent, uid, gid, umask, target, cwd }: AskingProcess): AskingProcess => ({
  pid,
  parent,
  uid,
  gid,
  umask,
  target: own(target),
  cwd: cwd && own(cwd),
});
