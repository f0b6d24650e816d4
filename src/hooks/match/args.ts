import { pattern } from '../../pattern.ts';
import type { Captures, Match } from './matcher.ts';
import type { ArgSpec, MatchSpec } from './spec.ts';

/** Decides whether arguments, those behind argv[0], are as demanded. */
export type ArgsMatcher = (args: readonly Uint8Array[]) => Match;

/** @throws TapeheadError BAD_PATTERN */
export function argsMatcher(spec: NonNullable<MatchSpec['args']>): ArgsMatcher {
  if ('set' in spec) {
    const demands = spec.set.filter((arg) => arg !== REST).map(demandOf);
    return (args) => inAnyOrder(demands, spec.set.includes(REST), args);
  }
  const parts = partsBetweenRests(spec).map((part) => part.map(demandOf));
  return (args) => inOrder(parts, args);
}

const REST = '**';

interface Demand {
  /** As the rule has it, for a reason. */
  text: string;
  capture: (arg: Uint8Array) => Captures | undefined;
}

function demandOf(spec: ArgSpec): Demand {
  if (spec === '*') return { text: '*', capture: () => NONE };
  if (typeof spec !== 'string' && 'pattern' in spec) {
    const { capture } = pattern(spec.pattern);
    return { text: `/${spec.pattern}/`, capture };
  }
  const text = typeof spec === 'string' ? spec : spec.literal;
  const bytes = Buffer.from(text);
  return { text, capture: (arg) => (bytes.equals(arg) ? NONE : undefined) };
}

/** `a ** b c ** d` is what it begins with, `a`, what it ends with, `d`, and `b c` somewhere between. */
function partsBetweenRests(spec: readonly ArgSpec[]): ArgSpec[][] {
  const parts: ArgSpec[][] = [[]];
  for (const arg of spec) {
    if (arg === REST) parts.push([]);
    else parts.at(-1)?.push(arg);
  }
  return parts;
}

/** The first place where a part fits is as good as any later one, as what follows has the more to choose from. */
function inOrder(parts: readonly (readonly Demand[])[], args: readonly Uint8Array[]): Match {
  const captures = new Map<string, Uint8Array>();
  const [first = [], ...more] = parts;
  const last = more.pop();
  const begun = fitAt(first, args, 0, captures);
  if (begun !== undefined) return { why: begun };
  if (!last) {
    if (args.length === first.length) return { captures };
    return { why: `there is an argument ${first.length + 1}, ${quoted(args[first.length])}` };
  }
  let at = first.length;
  for (const part of more) {
    while (at + part.length <= args.length && fitAt(part, args, at, captures) !== undefined) at++;
    if (at + part.length > args.length) return { why: `nowhere do the arguments have ${textOf(part)}` };
    at += part.length;
  }
  const lastAt = args.length - last.length;
  if (lastAt < at) return { why: `there are too few arguments for ${textOf(last)} at the end` };
  const ended = fitAt(last, args, lastAt, captures);
  return ended === undefined ? { captures } : { why: ended };
}

/** Why the demands do not fit there; undefined, and their captures taken, where they do. */
function fitAt(
  demands: readonly Demand[],
  args: readonly Uint8Array[],
  at: number,
  captures: Map<string, Uint8Array>,
): string | undefined {
  const taken: Captures[] = [];
  for (const [i, { text, capture }] of demands.entries()) {
    const arg = args[at + i];
    const captured = arg && capture(arg);
    if (!captured) return `argument ${at + i + 1} is ${quoted(arg)}, not ${text}`;
    taken.push(captured);
  }
  for (const captured of taken) for (const [name, value] of captured) captures.set(name, value);
  return undefined;
}

/** Every demand gets an argument of its own, whatever the order of both (bipartite matching, Kuhn's algorithm). */
function inAnyOrder(demands: readonly Demand[], others: boolean, args: readonly Uint8Array[]): Match {
  const fits = demands.map(({ capture }) => args.flatMap((arg, i) => (capture(arg) ? [i] : [])));
  const takenBy = new Map<number, number>();
  const place = (demand: number, tried: Set<number>): boolean =>
    (fits[demand] ?? []).some((arg) => {
      if (tried.has(arg)) return false;
      tried.add(arg);
      const other = takenBy.get(arg);
      if (other !== undefined && !place(other, tried)) return false;
      takenBy.set(arg, demand);
      return true;
    });
  const unplaced = demands.findIndex((_, demand) => !place(demand, new Set()));
  if (unplaced !== -1) return { why: `no argument is ${demands[unplaced]?.text}` };
  const unsaid = args.find((_, i) => !takenBy.has(i));
  if (unsaid && !others) return { why: `nothing is said of argument ${quoted(unsaid)}` };
  const captured = Array.from(
    takenBy,
    ([arg, demand]) => demands[demand]?.capture(args[arg] ?? NOTHING) ?? NONE,
  );
  return { captures: new Map(captured.flatMap((captures) => [...captures])) };
}

const NOTHING = Buffer.alloc(0);
const NONE: Captures = new Map();

const textOf = (part: readonly Demand[]): string => part.map(({ text }) => text).join(' ');

const quoted = (arg: Uint8Array | undefined): string =>
  arg ? JSON.stringify(Buffer.from(arg).toString()) : 'not there';
