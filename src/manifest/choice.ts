import { z } from 'zod';
import { isMap, keysOf, nounOf, optionsOf, requiredOf, unwrapped } from './look-into-schema.ts';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

/** Which of the alternatives of a union data was meant for. */
export type Choice =
  | { kind: 'one'; schema: Schema; issues: readonly Issue[] }
  /** It is of no kind that an alternative is of. */
  | { kind: 'none'; expected: readonly string[]; values: readonly z.core.util.Primitive[] }
  /** None of them has these keys. */
  | { kind: 'unknown'; noun: string | undefined; keys: readonly string[]; known: readonly string[] }
  /** Keys of several. */
  | { kind: 'several'; noun: string | undefined; keys: readonly string[] }
  /** Nothing tells them apart; each has one of these. */
  | { kind: 'lacking'; noun: string | undefined; keys: readonly string[] };

interface Alternative {
  schema: Schema;
  issues: readonly Issue[];
  /** What the alternatives are called, of which it is one. */
  noun: string | undefined;
}

export function chosen(union: Schema, errors: readonly (readonly Issue[])[], value: unknown): Choice {
  const all = alternatives(union, errors);
  const fitting = all.filter(({ issues }) => !issues.some(isOfAnotherKind));
  const [only, other] = fitting;
  if (!only) return none(all);
  if (!other || !isMap(value)) return one(only);
  return byKeys(fitting, value);
}

/** Of unions in one another, those of all. */
function alternatives(union: Schema, errors: readonly (readonly Issue[])[]): Alternative[] {
  const here = unwrapped(union);
  if (!(here instanceof z.ZodUnion)) return [];
  return here.options.flatMap((schema, i) => {
    const issues = errors[i] ?? [];
    const [first] = issues;
    const isUnion = optionsOf(schema).length > 1;
    if (isUnion && first?.code === 'invalid_union' && first.path.length === 0) {
      return alternatives(schema, first.errors);
    }
    return [{ schema: unwrapped(schema), issues, noun: nounOf(schema) ?? nounOf(union) }];
  });
}

const isOfAnotherKind = ({ code, path }: Issue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_format');

const one = ({ schema, issues }: Alternative): Choice => ({ kind: 'one', schema, issues });

const none = (all: readonly Alternative[]): Choice => ({
  kind: 'none',
  expected: all.flatMap(({ issues }) => issues.flatMap(expectedBy)),
  values: all.flatMap(({ issues }) =>
    issues.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values : [])),
  ),
});

function expectedBy(issue: Issue): string[] {
  if (issue.code === 'invalid_type') return [issue.expected];
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_format' ? [issue.format] : [];
}

/** The one that knows most of the keys. */
function byKeys(fitting: readonly Alternative[], value: Record<string, unknown>): Choice {
  const keys = Object.keys(value);
  const known = fitting.map(({ schema }) => keys.filter((key) => keysOf(schema).includes(key)).length);
  const most = Math.max(...known);
  const ties = fitting.filter((_, i) => known[i] === most);
  const [only, other] = ties;
  if (only && !other) return one(only);
  const all = [...new Set(ties.flatMap(({ schema }) => keysOf(schema)))];
  const unknown = keys.filter((key) => !all.includes(key));
  const noun = ties[0]?.noun;
  if (unknown.length > 0) {
    return { kind: 'unknown', noun, keys: unknown, known: all.filter((key) => !keys.includes(key)) };
  }
  const own = ties.flatMap(({ schema }) => ownOf(schema, ties));
  const given = own.filter((key) => keys.includes(key));
  return given.length > 1 ? { kind: 'several', noun, keys: given } : { kind: 'lacking', noun, keys: own };
}

/** Those that one must have, and not all of the others. */
const ownOf = (schema: Schema, all: readonly Alternative[]): string[] =>
  requiredOf(schema).filter((key) => !all.every((other) => keysOf(other.schema).includes(key)));
