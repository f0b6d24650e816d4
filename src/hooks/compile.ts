import { logging } from './actions/log.ts';
import { mocking } from './actions/mock.ts';
import { modifying } from './actions/modify.ts';
import { passingThrough } from './actions/passthrough.ts';
import { rewriting } from './actions/rewrite.ts';
import { running } from './actions/run.ts';
import type { ActionSpec } from './actions/spec.ts';
import { badHook } from './bad-hook.ts';
import { faulting } from './faults/fault.ts';
import type { Action, Hook } from './hook.ts';
import { checkKeys, type KeysOf } from './known-keys.ts';
import { matcherOf } from './match/compile.ts';
import type { MatchSpec } from './match/spec.ts';
import { stageOf } from './refusal.ts';
import type { HookSpec } from './spec.ts';
import type { HookWorld } from './world.ts';

/** What becomes of an answer by an action: it is settled, goes on, or goes on through something that wraps the client. */
export interface Compiled {
  kind: 'settles' | 'goes-on' | 'wraps';
  /** It can have its turn only before an answer is there. */
  early?: boolean;
  action: Action;
}

/**
 * Makes a hook of its data.
 *
 * @throws TapeheadError BAD_PATTERN, BAD_HOOK
 */
export function hookOf(spec: HookSpec, name: string, layer: number, world: HookWorld): Hook {
  const rule = ruleOf(spec, name, layer);
  const { when } = rule;
  const refuses = stageOf(spec, name);
  const actions = refuses
    ? []
    : [spec.do].flat().flatMap((action, i) => compiled(action, name, `${name}/${i}`, world));
  const settling = actions.findIndex(({ kind }) => kind === 'settles');
  if (settling !== -1 && settling < actions.length - 1) {
    throw badHook(name, 'has an action behind the one that answers', 'put what answers last');
  }
  if (when === 'after' && settling !== -1) {
    throw badHook(name, 'answers when an answer is there already', 'give it `when: before`, or rewrite');
  }
  if (when === 'after' && actions.some(({ early }) => early)) {
    throw badHook(name, 'is about stdin, which is read before an answer is there', 'give it `when: before`');
  }
  return {
    ...rule,
    actions: inOrderOfWrapping(actions).map(({ action }) => action),
    ...(refuses && { refuses }),
    executes: [spec.do].flat().some((action) => 'run' in action || 'passthrough' in action),
    spec,
  };
}

/**
 * When a hook has its turn.
 *
 * @throws TapeheadError BAD_PATTERN, BAD_HOOK
 */
export function ruleOf(
  spec: Omit<HookSpec, 'do'>,
  name: string,
  layer: number,
): Omit<Hook, 'actions' | 'spec'> {
  const { match = {}, when = 'miss', nth = [], times = Infinity, state } = spec;
  checkKeys(name, 'rule', spec, RULE);
  checkKeys(name, 'match', match, MATCH);
  if (state) checkKeys(name, 'state', state, STATE);
  return {
    name,
    when,
    layer,
    matcher: matcherOf(match),
    nth: [nth].flat(),
    times,
    state: state && { of: state.of, needs: state.needs, sets: state.sets },
  };
}

const RULE: KeysOf<HookSpec> = {
  name: true,
  match: true,
  when: true,
  nth: true,
  times: true,
  state: true,
  do: true,
};

const MATCH: KeysOf<MatchSpec> = {
  target: true,
  args: true,
  shell: true,
  session: true,
  subsystem: true,
  origin: true,
  user: true,
  door: true,
  invoker: true,
  env: true,
  cwd: true,
  tty: true,
};

const STATE: KeysOf<NonNullable<HookSpec['state']>> = { of: true, needs: true, sets: true };

const ACTION: KeysOf<ActionSpec> = {
  mock: true,
  passthrough: true,
  modify: true,
  rewrite: true,
  run: true,
  log: true,
  fault: true,
};

/** `place`: of the action within all hooks; what is drawn there is drawn nowhere else. */
function compiled(spec: ActionSpec, hook: string, place: string, world: HookWorld): Compiled[] {
  checkKeys(hook, 'action', spec, ACTION);
  if ('mock' in spec) return [{ kind: 'settles', action: mocking([spec.mock].flat(), world) }];
  if ('passthrough' in spec) return [{ kind: 'settles', action: passingThrough(world) }];
  if ('run' in spec) return [{ kind: 'settles', action: running(spec.run, world) }];
  if ('modify' in spec) return [{ kind: 'goes-on', action: modifying(spec.modify) }];
  if ('log' in spec) return [{ kind: 'goes-on', action: logging(spec.log) }];
  if ('rewrite' in spec) {
    return [spec.rewrite].flat().map((rewrite) => ({ kind: 'wraps', action: rewriting(rewrite, world) }));
  }
  return [spec.fault].flat().map((fault, i) => faulting(fault, `${place}/${i}`, world));
}

/** Output meets the one that wrapped the client last first; it is to meet them as they are written. */
const inOrderOfWrapping = (actions: readonly Compiled[]): Compiled[] => [
  ...actions.filter(({ kind }) => kind === 'goes-on'),
  ...actions.filter(({ kind }) => kind === 'wraps').reverse(),
  ...actions.filter(({ kind }) => kind === 'settles'),
];
