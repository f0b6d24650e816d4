import type { Change, Caller } from '../caller.ts';
import { TapeheadError } from '../errors.ts';
import { asAsked, type Asked, type Invocation, type Modified } from '../invocation.ts';
import { simpleWords } from '../shell.ts';
import { visible } from '../visible.ts';

/** What is to be different of an invocation. */
export interface Modification {
  /** Absolute path or command name; argv[0] with it. */
  target?: Uint8Array;
  /** In place of all the arguments. */
  args?: readonly Uint8Array[];
  /** Null takes a variable away. */
  env?: ReadonlyMap<string, Uint8Array | null>;
  /** Absolute. */
  cwd?: Uint8Array;
}

/**
 * The invocation as it is executed from now on. A simple shell string becomes an argv where its words change. What is
 * as it was anyway is no modification.
 *
 * @throws TapeheadError HOOK_FAILED for what cannot be changed of such an invocation
 */
export function modify(invocation: Invocation, modification: Modification): Invocation {
  const { target, args, env = NO_CHANGES, cwd } = modification;
  checkPaths(modification);
  checkBytes([target, ...(args ?? []), ...env.values(), cwd]);
  const argv = target || args ? otherWords(invocation.asked, target, args) : undefined;
  if (!argv && env.size === 0 && !cwd) return invocation;
  const before = invocation.modified;
  const changes = new Map([...changesOf(before), ...env]);
  const modified: Modified = {
    from: asAsked(invocation),
    target: (argv && target) ?? before?.target,
    argv: argv ?? before?.argv,
    set: new Map(sorted(changes).flatMap(([name, value]) => (value ? [[name, value] as const] : []))),
    unset: sorted(changes).flatMap(([name, value]) => (value ? [] : [name])),
    cwd: cwd ?? before?.cwd,
  };
  const { caller } = modified.from;
  return {
    ...modified.from,
    asked: modified.argv ? { kind: 'argv', argv: modified.argv } : modified.from.asked,
    env: envWith(modified),
    modified,
    ...(caller && { caller: modifiedCaller(caller, modified) }),
  };
}

const NO_CHANGES: ReadonlyMap<string, Uint8Array | null> = new Map();

type Changes = [name: string, value: Uint8Array | null][];

const changesOf = (modified: Modified | undefined): Changes => [
  ...(modified?.set ?? []),
  ...(modified?.unset ?? []).map((name): [string, null] => [name, null]),
];

const sorted = (changes: ReadonlyMap<string, Uint8Array | null>): Changes =>
  [...changes].sort(([a], [b]) => (a < b ? -1 : 1));

function checkPaths({ target, cwd }: Modification): void {
  if (target && (target.length === 0 || (target.includes(SLASH) && target[0] !== SLASH))) {
    throw failed(`${shown(target)} is no target`, 'name an absolute path, or a command without a slash');
  }
  if (cwd && cwd[0] !== SLASH) {
    throw failed(`${shown(cwd)} is no folder to be executed in`, 'name an absolute path');
  }
}

function checkBytes(all: readonly (Uint8Array | null | undefined)[]): void {
  const bad = all.find((bytes) => bytes?.includes(0));
  if (bad) throw failed(`${shown(bad)} has a NUL byte, with which nothing can be executed`, 'leave it out');
}

/** Undefined where the words are as they were. */
function otherWords(
  asked: Asked,
  target: Uint8Array | undefined,
  args: readonly Uint8Array[] | undefined,
): readonly Uint8Array[] | undefined {
  const words = wordsOf(asked);
  const [name = NOTHING, ...rest] = words;
  const argv = [target ?? name, ...(args ?? rest)];
  const isSame = argv.length === words.length && argv.every((word, i) => equal(word, words[i]));
  return isSame ? undefined : argv;
}

function wordsOf(asked: Asked): readonly Uint8Array[] {
  if (asked.kind === 'argv') return asked.argv;
  const words = asked.kind === 'string' ? simpleWords(asked.command) : undefined;
  if (words) return words;
  const what =
    asked.kind === 'string'
      ? `${shown(asked.command)} is more than one simple command, and`
      : `a ${asked.kind}`;
  throw failed(
    `${what} cannot be given another target or other arguments`,
    'match by `target`, which only what has one passes, or modify env and cwd alone',
  );
}

function envWith({ from, set, unset }: Modified): ReadonlyMap<string, Uint8Array> {
  const env = new Map([...from.env, ...set]);
  for (const name of unset) env.delete(name);
  return env;
}

/** The same process; its original runs as modified. */
function modifiedCaller(caller: Caller, { target, argv, set, unset, cwd }: Modified): Caller {
  const change: Change = {
    ...(target && { target }),
    ...(argv && { argv }),
    ...(set.size > 0 && { set }),
    ...(unset.length > 0 && { unset }),
    ...(cwd && { cwd }),
  };
  const { pid, parent, uid, gid, umask, descriptors, original } = caller;
  return {
    ...{ pid, parent, uid, gid, umask, descriptors },
    target: target ?? caller.target,
    cwd: cwd ?? caller.cwd,
    invokers: () => caller.invokers(),
    sharesStdin: () => caller.sharesStdin(),
    original: {
      replace: (more) => original.replace({ ...change, ...more }),
      observe: (stdio, hasOwnStdin, more) => original.observe(stdio, hasOwnStdin, { ...change, ...more }),
    },
  };
}

const SLASH = 0x2f;
const NOTHING = new Uint8Array();

const equal = (a: Uint8Array, b: Uint8Array | undefined): boolean =>
  b !== undefined && Buffer.compare(a, b) === 0;

/** In a message a command of many lines is its beginning. */
const shown = (bytes: Uint8Array): string => {
  const text = visible(Buffer.from(bytes).toString());
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
};

const failed = (message: string, remedy: string): TapeheadError =>
  new TapeheadError('HOOK_FAILED', message, remedy);
