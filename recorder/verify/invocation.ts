import type { ExecutedOtherwise, RecordingHead } from '../../src/cassette/recording.ts';
import type { Asked, Invocation } from '../../src/invocation.ts';

/** A recording as somebody asks for it again, with what a hook had changed. */
export function invocationOf(head: RecordingHead, asked: Asked): Invocation {
  const { env, tty, origin, user, executed } = head;
  const invocation = { asked: head.asked, env: new Map(env), tty, origin, user, door: 'verify' };
  return executed ? { ...modified(invocation, executed), asked } : invocation;
}

function modified(from: Invocation, { argv, env, cwd }: ExecutedOtherwise): Invocation {
  const set = new Map(env.flatMap(([name, value]) => (value ? [[name, value] as const] : [])));
  const unset = env.flatMap(([name, value]) => (value ? [] : [name]));
  const kept = [...from.env].filter(([name]) => !unset.includes(name));
  return {
    ...from,
    env: new Map([...kept, ...set]),
    modified: { from, target: undefined, argv, set, unset, cwd },
  };
}
