import type { Stdio } from '../../stdio.ts';
import { outcomeOf } from '../actions/mock.ts';
import type { Compiled } from '../compile.ts';
import type { Action, Turn } from '../hook.ts';
import { OtherEnd } from '../other-end.ts';
import type { HookWorld } from '../world.ts';
import { bytes, chance } from './checked.ts';
import { CutChunks } from './cut.ts';
import { type Draws, drawsOf } from './draws.ts';
import { Dropped } from './drop.ts';
import { Flooded } from './flood.ts';
import { hanging, HangsAfter } from './hang.ts';
import { Late, latencyOf } from './latency.ts';
import { refusing } from './refuse.ts';
import { corrupted, doubled, Scattered } from './scattered.ts';
import type { FaultSpec } from './spec.ts';
import { rateOf, Trickle } from './trickle.ts';
import { Truncated } from './truncate.ts';
import { Unread, withoutSharedStdin } from './unread.ts';

/**
 * Something that is broken on purpose. `place`: of the fault within all hooks.
 *
 * @throws TapeheadError BAD_HOOK
 */
export function faulting(spec: FaultSpec, place: string, world: HookWorld): Compiled {
  const { clock } = world;
  const draws = (seed: number | undefined, turn: Turn): Draws =>
    drawsOf(seed ?? world.seed, place, turn.number);

  if ('latency' in spec) {
    const latency = latencyOf(spec.latency);
    return shaping((client, turn) => {
      const ms = latency(draws(spec.seed, turn));
      return new Late(client, () => clock.wait(ms, client.gone));
    });
  }
  if ('trickle' in spec) {
    const rate = rateOf(spec.trickle);
    return shaping((client) => new Trickle(client, rate, clock));
  }
  if ('truncate' in spec) {
    const { stream, after, inside } = spec.truncate;
    const outcome = spec.then && outcomeOf(spec.then);
    const truncation = { stream, after: bytes(after), inCharacter: inside === 'character', outcome };
    return shaping((client) => new Truncated(client, truncation));
  }
  if ('cut' in spec) return shaping((client) => new CutChunks(client, spec.cut.stream, clock));
  if ('duplicate' in spec || 'corrupt' in spec) {
    const [what, hit] =
      'duplicate' in spec ? ([spec.duplicate, doubled] as const) : ([spec.corrupt, corrupted] as const);
    chance(what.chance);
    return shaping((client, turn) => new Scattered(client, what, draws(spec.seed, turn), hit));
  }
  if ('flood' in spec) {
    const size = bytes(spec.flood.bytes);
    return shaping((client) => new Flooded(client, spec.flood.stream, size));
  }
  if ('hang' in spec) {
    if (spec.hang === true) return { kind: 'settles', action: hanging };
    const after = bytes(spec.hang.after);
    return shaping((client) => new HangsAfter(client, after));
  }
  if ('exit' in spec || 'signal' in spec) return ending(outcomeOf(spec));
  if ('status' in spec) return ending({ kind: 'unknown' });
  if ('drop' in spec) {
    const after = bytes(spec.drop.after);
    return shaping((client, turn) => new Dropped(client, after, turn.client));
  }
  if ('refuse' in spec) return { kind: 'settles', action: refusing };
  return { kind: 'wraps', early: true, action: leavingUnread };
}

const leavingUnread: Action = ({ invocation }, client) => ({
  ...{ kind: 'on', invocation: withoutSharedStdin(invocation), stdio: new Unread(client) },
});

const shaping = (shape: (client: Stdio, turn: Turn) => Stdio): Compiled => ({
  kind: 'wraps',
  action: (turn, stdio) => ({ kind: 'on', invocation: turn.invocation, stdio: shape(stdio, turn) }),
});

const ending = (outcome: ReturnType<typeof outcomeOf>): Compiled =>
  shaping((client) => new OtherEnd(client, outcome));
