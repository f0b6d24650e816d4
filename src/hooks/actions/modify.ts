import { TapeheadError } from '../../errors.ts';
import type { Action } from '../hook.ts';
import type { Captures } from '../match/matcher.ts';
import { type Modification, modify } from '../modification.ts';
import { type Content, fillIn } from './content.ts';
import type { ModifySpec } from './spec.ts';

/**
 * Changes what is asked, before shim, upstream or replay sees it; what a match captured is filled in.
 *
 * @throws TapeheadError BAD_HOOK
 */
export function modifying(spec: ModifySpec): Action {
  const modification = modificationOf(spec);
  return ({ invocation, captures }, stdio) => ({
    kind: 'on',
    invocation: modify(invocation, modification(captures)),
    stdio,
  });
}

function modificationOf(spec: ModifySpec): (captures: Captures) => Modification {
  if (Object.keys(spec).length === 0) throw bad('nothing is modified', 'name target, args, env or cwd');
  checkPaths(spec);
  const target = spec.target === undefined ? undefined : fillIn(spec.target);
  const args = spec.args?.map(fillIn);
  const cwd = spec.cwd === undefined ? undefined : fillIn(spec.cwd);
  const env = Object.entries(spec.env ?? {}).map(([name, value]) => variableOf(name, value));
  return (captures) => ({
    ...(target && { target: target(captures) }),
    ...(args && { args: args.map((arg) => arg(captures)) }),
    ...(cwd && { cwd: cwd(captures) }),
    ...(env.length > 0 && { env: new Map(env.map(([name, value]) => [name, value && value(captures)])) }),
  });
}

/** What begins with a capture can only be checked when there is one. */
function checkPaths({ target = '/', cwd = '/' }: ModifySpec): void {
  if (!/^(\/|\$\{|[^/]+$)/.test(target)) {
    throw bad(
      `${JSON.stringify(target)} is no target`,
      'name an absolute path, or a command without a slash',
    );
  }
  if (!/^(\/|\$\{)/.test(cwd))
    throw bad(`${JSON.stringify(cwd)} is no folder to be executed in`, 'name an absolute path');
}

/** A name that every shell on the way can set. */
function variableOf(name: string, value: string | null): [name: string, value: Content | null] {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return [name, value === null ? null : fillIn(value)];
  throw bad(`${JSON.stringify(name)} is no name of a variable`, 'letters, digits and _, such as LANG');
}

const bad = (message: string, remedy: string): TapeheadError =>
  new TapeheadError('BAD_HOOK', message, remedy);
