import type { ArgSpec, MatchSpec, TextSpec } from '../hooks/match/spec.ts';
import { visible } from '../visible.ts';

/** A match on one line, for people: its command as they would type it, then whatever else it demands. */
export function toldMatch({ target, args, ...rest }: MatchSpec): string {
  const command = [...(target === undefined ? [] : [target]), ...toldArgs(args)].join(' ');
  const others = Object.entries(rest).map(([field, demand]) => `${field} ${told(demand)}`);
  const text = [...(command === '' ? [] : [command]), ...others].join(', ');
  return visible(text === '' ? 'any command' : text);
}

function toldArgs(args: MatchSpec['args']): string[] {
  if (args === undefined) return [];
  if (!('set' in args)) return args.length === 0 ? ['(no arguments)'] : args.map(toldText);
  return [`(in any order) ${args.set.map(toldText).join(' ')}`];
}

function toldText(spec: ArgSpec | TextSpec): string {
  if (typeof spec === 'string') return /^[^\s"']+$/.test(spec) ? spec : JSON.stringify(spec);
  return 'pattern' in spec ? `/${spec.pattern}/` : JSON.stringify(spec.literal);
}

const told = (demand: unknown): string =>
  typeof demand === 'object' && demand !== null && 'pattern' in demand
    ? `/${String(demand.pattern)}/`
    : JSON.stringify(demand);
