import type { Invocation } from '../invocation.ts';
import { badHook } from './bad-hook.ts';
import type { FaultSpec } from './faults/spec.ts';
import type { Looked } from './match/matcher.ts';
import type { HookSpec } from './spec.ts';

/** What an SSH door can be told to refuse before anything is asked. */
export type Stage = 'authentication' | 'channel';

/** Who would ask, as far as a door knows before anything is asked. */
export type Stranger = Pick<Invocation, 'door' | 'origin' | 'user'>;

/**
 * What a hook refuses before anything is asked; undefined for all other hooks.
 *
 * @throws TapeheadError BAD_HOOK where it demands or does something that takes an invocation
 */
export function stageOf(spec: HookSpec, name: string): Stage | undefined {
  const actions = [spec.do].flat();
  const faults = actions.flatMap((action) => ('fault' in action ? [action.fault].flat() : []));
  const [stage] = faults.flatMap((fault) => stageRefused(fault) ?? []);
  if (stage === undefined) return undefined;
  if (actions.length > 1 || faults.length > 1) {
    throw badHook(name, `refuses the ${stage}, and then there is nothing else to do`, 'make two hooks of it');
  }
  if (spec.when === 'miss' || spec.when === 'after') {
    throw badHook(name, `refuses the ${stage}, which comes before all`, 'leave out `when`');
  }
  const [other] = Object.keys(spec.match ?? {}).filter((field) => !KNOWN.has(field));
  if (other !== undefined) {
    throw badHook(
      name,
      `refuses the ${stage}, when nobody knows \`${other}\` yet`,
      'match by door, origin and user, or refuse the execution',
    );
  }
  if ((spec.match?.door ?? 'ssh') !== 'ssh') {
    throw badHook(name, `refuses the ${stage}, which only the SSH door has`, 'refuse the execution');
  }
  return stage;
}

/** What a door knows before anything is asked, as matchers look at it. */
export const lookAtStranger = (stranger: Stranger): Looked => ({
  invocation: { ...stranger, asked: { kind: 'session' }, env: new Map(), tty: undefined },
  argv: undefined,
  invokers: undefined,
});

const KNOWN = new Set(['door', 'origin', 'user']);

const stageRefused = (fault: FaultSpec): Stage | undefined =>
  'refuse' in fault && (fault.refuse === 'authentication' || fault.refuse === 'channel')
    ? fault.refuse
    : undefined;
