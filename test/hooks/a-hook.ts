import type { Caller, Invoker } from '../../src/caller.ts';
import type { Action, Hook } from '../../src/hooks/hook.ts';
import { matcherOf } from '../../src/hooks/match/compile.ts';
import type { MatchSpec } from '../../src/hooks/match/spec.ts';
import type { Invocation } from '../../src/invocation.ts';

/** A hook whose action, unless it is given, lets every answer flow on. */
export function hook(name: string, match: MatchSpec = {}, more: Partial<Hook> = {}): Hook {
  return {
    name,
    when: 'before',
    layer: 0,
    matcher: matcherOf(match),
    nth: [],
    times: Infinity,
    state: undefined,
    actions: [flowsOn],
    spec: undefined,
    ...more,
  };
}

export const flowsOn: Action = ({ invocation }, stdio) => ({ kind: 'on', invocation, stdio });

export const answers: Action = () => ({ kind: 'answered', from: 'hook', outcome: undefined });

/** A command as an SSH client sends it. */
export const asked = (command: string, more: Partial<Invocation> = {}): Invocation => ({
  asked: { kind: 'string', command: Buffer.from(command) },
  env: new Map(),
  tty: undefined,
  origin: 'default',
  door: 'ssh',
  user: 'root',
  ...more,
});

/** A process in whose place a shim asks. */
export function caller(more: Partial<Caller> = {}, chain: readonly string[][] = []): Caller {
  const invokers = chain.map(([executable = '', ...argv], i): Invoker => ({
    pid: i + 1,
    executable: Buffer.from(executable),
    argv: argv.map((word) => Buffer.from(word)),
  }));
  return {
    pid: 2,
    parent: 1,
    uid: 0,
    gid: 0,
    umask: 0o22,
    target: Buffer.from('/bin/esxcli'),
    cwd: Buffer.from('/tmp'),
    descriptors: [],
    invokers: () => Promise.resolve(invokers),
    sharesStdin: () => Promise.resolve(false),
    original: {
      replace: () => Promise.reject(new Error('there is no original')),
      observe: () => Promise.reject(new Error('there is no original')),
    },
    ...more,
  };
}
