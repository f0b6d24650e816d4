import { asBuffer } from '../../as-buffer.ts';
import { simpleWords } from '../../shell.ts';
import type { Invoker } from '../../caller.ts';
import type { Pattern } from '../../pattern.ts';
import { argsMatcher } from './args.ts';
import { literalOf } from './glob.ts';
import type { Captures, Looked, LookedInvocation, Match, Matcher } from './matcher.ts';
import type { MatchSpec, TextSpec } from './spec.ts';
import { describeText, pathPattern, textPattern } from './text.ts';

/**
 * Makes a matcher of what is demanded. The demands are looked at in an order in which the first that fails says
 * most.
 *
 * @throws TapeheadError BAD_PATTERN
 */
export function matcherOf(spec: MatchSpec): Matcher {
  const demands = demandsOf(spec);
  return {
    commandName: commandNameOf(spec.target),
    needsInvokers: spec.invoker !== undefined,
    match(looked) {
      const captures = new Map<string, Uint8Array>();
      for (const demand of demands) {
        const match = demand(looked);
        if ('why' in match) return match;
        for (const [name, value] of match.captures) captures.set(name, value);
      }
      return { captures };
    },
  };
}

/** What of an invocation matchers look at. */
export const lookAt = (invocation: LookedInvocation, invokers: readonly Invoker[] | undefined): Looked => ({
  invocation,
  argv: argvOf(invocation),
  invokers,
});

/** The words of an argv, or of a shell string that is simple. */
export function argvOf({ asked }: LookedInvocation): readonly Uint8Array[] | undefined {
  if (asked.kind === 'argv') return asked.argv;
  return asked.kind === 'string' ? simpleWords(asked.command) : undefined;
}

/** What stands behind the last slash of argv[0]. */
export function commandName(argv: readonly Uint8Array[] | undefined): string | undefined {
  const name = argv?.[0];
  return name && asBuffer(name).toString('latin1', name.lastIndexOf(0x2f) + 1);
}

type Demand = (looked: Looked) => Match;

function demandsOf(spec: MatchSpec): Demand[] {
  const { target, args, shell, session, subsystem, origin, user, door, invoker, env, cwd, tty } = spec;
  return [
    target !== undefined && ofTarget(target),
    args && ofArgs(args),
    shell !== undefined && ofShell(shell),
    session !== undefined && same('session', session, ({ asked }) => asked.kind === 'session'),
    subsystem !== undefined && same('subsystem', subsystem, subsystemOf),
    door !== undefined && same('door', door, (invocation) => invocation.door),
    tty !== undefined && same('tty', tty, (invocation) => invocation.tty !== undefined),
    origin !== undefined && ofText('origin', origin, (invocation) => Buffer.from(invocation.origin)),
    user !== undefined && ofText('user', user, ({ user: name }) => name && Buffer.from(name)),
    cwd !== undefined && found('cwd', cwd, pathPattern(cwd), ({ caller }) => caller?.cwd),
    ...Object.entries(env ?? {}).map(([name, value]) => ofVariable(name, value)),
    invoker !== undefined && ofInvoker(invoker),
  ].filter((demand) => demand !== false && demand !== undefined);
}

/** A glob whose last part is literal names one command. */
function commandNameOf(target: string | undefined): string | undefined {
  const name = target === undefined ? undefined : literalOf(target.slice(target.lastIndexOf('/') + 1));
  return name === undefined ? undefined : Buffer.from(name).toString('latin1');
}

function ofTarget(target: string): Demand {
  const wanted = pathPattern(target);
  const isName = !target.includes('/');
  return ({ invocation, argv }) => {
    const [invoked] = argv ?? [];
    if (!invoked) return { why: `what was asked has no target, ${target} or other` };
    const name = Buffer.from(commandName(argv) ?? '', 'latin1');
    // Over SSH a path is only what the client types; a shim knows which file it stands for.
    const captures = wanted.capture(isName ? name : (invocation.caller?.target ?? invoked));
    if (captures) return { captures };
    return { why: `target is ${JSON.stringify((isName ? name : invoked).toString())}, not ${target}` };
  };
}

function ofArgs(spec: NonNullable<MatchSpec['args']>): Demand {
  const match = argsMatcher(spec);
  return ({ argv }) =>
    argv ? match(argv.slice(1)) : { why: 'what was asked is no single command with arguments' };
}

const ofShell = (spec: TextSpec): Demand =>
  ofText('shell', spec, ({ asked }) => (asked.kind === 'string' ? asked.command : undefined));

function ofText(
  field: string,
  spec: TextSpec,
  valueOf: (invocation: LookedInvocation) => Uint8Array | undefined | '',
): Demand {
  return found(field, spec, textPattern(spec), valueOf);
}

function found(
  field: string,
  spec: TextSpec,
  wanted: Pattern,
  valueOf: (invocation: LookedInvocation) => Uint8Array | undefined | '',
): Demand {
  return ({ invocation }) => {
    const value = valueOf(invocation) || undefined;
    const captures = value && wanted.capture(value);
    if (captures) return { captures };
    const is = value ? JSON.stringify(Buffer.from(value).toString()) : 'not told';
    return { why: `${field} is ${is}, not ${describeText(spec)}` };
  };
}

function ofVariable(name: string, spec: TextSpec | null): Demand {
  if (spec !== null) return ofText(`env ${name}`, spec, ({ env }) => env.get(name));
  return ({ invocation }) =>
    invocation.env.has(name) ? { why: `env ${name} is there` } : { captures: NONE };
}

function ofInvoker(spec: TextSpec): Demand {
  const wanted = textPattern(spec);
  return ({ invokers }) => {
    for (const { executable, argv } of invokers ?? []) {
      const captures = wanted.capture(executable) ?? wanted.capture(joined(argv));
      if (captures) return { captures };
    }
    return { why: `no invoker that is known is ${describeText(spec)}` };
  };
}

function same<T extends string | boolean>(
  field: string,
  wanted: T,
  valueOf: (invocation: LookedInvocation) => T | undefined,
): Demand {
  return ({ invocation }) => {
    const value = valueOf(invocation);
    if (value === wanted) return { captures: NONE };
    return { why: `${field} is ${value === undefined ? 'not there' : String(value)}, not ${String(wanted)}` };
  };
}

const NONE: Captures = new Map();

const subsystemOf = ({ asked }: LookedInvocation): string | undefined =>
  asked.kind === 'subsystem' ? asked.name : undefined;

const joined = (words: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(words.flatMap((word, i) => (i === 0 ? [word] : [Buffer.from(' '), word])));
